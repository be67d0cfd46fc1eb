"""转河长办: not in the town's hands; the office registers it as any finding."""

import pytest

from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category
from issues.ledger.workflow import TABLE
from tests.issues import checks


def test_works_and_the_office_goes_on_as_with_any_finding(cast, enter):
    issue = checks.works(cast, enter, "pass_on")
    told = Message.objects.filter(kind="issue.pass_on").values_list("user__username", flat=True)
    assert sorted(told) == ["clerk", "head", "village_chief"]
    assert TABLE.next_for(issue, cast.clerk).verb == "register"
    assert "须区里协调施工单位" in enter(cast.village_chief).get(issue.get_absolute_url()).content.decode()
    services.register(issue, cast.clerk, category=Category.objects.first(), severity="minor", track="term")
    assert issue.state == State.REGISTERED


@pytest.mark.parametrize("state", [State.REPORTED, State.SETTLED, State.DISPATCHED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "pass_on", state)


@pytest.mark.parametrize("member", ["village_chief", "county_chief", "clerk", "patroller"])
def test_wrong_role(cast, enter, member):
    checks.refuses_role(cast, enter, "pass_on", member)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "pass_on")


def test_it_says_why(cast, enter):
    checks.demands(cast, enter, "pass_on", "words")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "pass_on")
