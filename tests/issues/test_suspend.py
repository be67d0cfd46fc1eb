"""挂起: for an objective reason; the clock stands still."""

from datetime import timedelta

import pytest

from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "suspend")
    assert (issue.due_on, issue.running_due, issue.is_open) == (None, None, True)
    assert issue.spans.get(kind="pause").ends_on is None


@pytest.mark.parametrize("state", [State.DISPATCHED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "suspend", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "suspend", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "suspend")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "suspend", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "suspend")


def test_what_is_suspended_is_never_overdue(cast):
    issue = make(cast, "suspend")
    day = issue.due_on + timedelta(days=30)
    assert list(Issue.objects.overdue_on(day)) == [issue]
    services.suspend(issue, cast.clerk, words="汛期水位高")
    assert not Issue.objects.overdue_on(day).exists()
