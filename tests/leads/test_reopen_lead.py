"""撤销核实: the way back from each wrong click."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from issues.clocks.choices import Severity, Track
from issues.leads import services
from issues.ledger import services as ledger
from issues.ledger.models import Category, Issue
from tests.issues import build
from tests.leads.leads import AT, became, joined


@pytest.mark.parametrize("state", ["became", "joined", "dismissed"])
def test_reopen_lead(cast, state):
    lead = AT[state](cast)
    issue = lead.issue
    services.reopen_lead(lead, cast.clerk, words="点错了")
    assert (lead.state, lead.issue, lead.finding, lead.checked_by) == ("waiting", None, "", None)
    assert lead.photos.count() >= 1 and lead.transitions.last().words == "点错了"
    if issue:
        issue.refresh_from_db()
        assert issue.state == ("unfounded" if state == "became" else "reported")


def test_what_is_confirmed_once_more_is_a_problem_of_its_own(cast):
    lead = became(cast)
    services.reopen_lead(lead, cast.clerk, words="点错了")
    services.confirm_lead(lead, cast.clerk, finding="再去看过，属实", photos=[build.photo(cast.clerk)])
    assert Issue.objects.count() == 2 and lead.issue.is_open


def test_what_was_handed_to_a_unit_has_its_own_ways_back(cast):
    lead = became(cast)
    issue = lead.issue
    category = Category.objects.get(name="乱堆")
    ledger.register(issue, cast.clerk, category=category, severity=Severity.MINOR, track=Track.TERM)
    ledger.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运")
    with pytest.raises(NotAllowed, match="撤回交办"):
        services.reopen_lead(type(lead).objects.get(pk=lead.pk), cast.clerk, words="点错了")
    assert Issue.objects.get().state == "dispatched"


def test_the_patroller_does_not(cast):
    with pytest.raises(NotAllowed):
        services.reopen_lead(joined(cast), cast.patroller, words="点错了")
