"""催办: the unit is asked how far it is."""

from datetime import timedelta

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from tests.issues import checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "nudge")
    assert issue.nudged_at is not None
    assert Message.objects.get(kind="issue.nudge", user=cast.handler.user).body == "请说明进展"


@pytest.mark.parametrize("state", [State.REGISTERED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "nudge", state)


@pytest.mark.parametrize(("member", "status"), [("leader", 403), ("handler", 403), ("patroller", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "nudge", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "nudge")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "nudge", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "nudge")


def test_not_twice_within_a_day(cast):
    issue = make(cast, "nudge")
    services.nudge(issue, cast.village_chief, words="请抓紧")
    with pytest.raises(NotAllowed, match="24 小时内已催办过"):
        services.nudge(issue, cast.clerk, words="请抓紧")
    services.nudge(issue, cast.clerk, words="请抓紧", at=issue.nudged_at + timedelta(hours=24))
