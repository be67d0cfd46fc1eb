"""责任退回: not ours, within 24 hours."""

from datetime import timedelta

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import checks
from tests.issues.acts import make, url

DAYS = timedelta(days=2)


def test_works(cast, enter):
    issue = checks.works(cast, enter, "return")
    assert (issue.unit, issue.due_on, issue.dispatched_at) == (None, None, None)
    assert issue.return_reason == "属住建局职责"


@pytest.mark.parametrize("state", [State.APPLIED, State.VERIFIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "return", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("village_chief", 403), ("town_handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "return", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "return")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "return", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "return")


def test_only_within_24_hours(cast):
    issue = make(cast, "return")
    late = issue.dispatched_at + timedelta(hours=24, seconds=1)
    with pytest.raises(NotAllowed, match="24 小时"):
        services.return_(issue, cast.handler, words="不属本单位", at=late)
    services.return_(issue, cast.handler, words="不属本单位", at=late - timedelta(seconds=1))


def test_button_says_why_it_is_off(cast, enter):
    issue = make(cast, "return")
    Issue.objects.filter(pk=issue.pk).update(
        found_at=issue.found_at - DAYS,
        registered_at=issue.registered_at - DAYS,
        dispatched_at=issue.dispatched_at - DAYS,
    )
    assert "交办已超过 24 小时" in enter(cast.handler).get(issue.get_absolute_url()).content.decode()


def test_unit_no_longer_sees_it_and_the_office_hands_it_on(cast, enter):
    issue = make(cast, "return")
    client = enter(cast.handler)
    assert client.post(url("return", issue), {"words": "应由住建局办理"}).url == "/issues/"
    assert client.get(issue.get_absolute_url()).status_code == 404
    services.dispatch(issue, cast.clerk, unit=cast.bureau2, requirement="请办理")
    assert Issue.objects.get(pk=issue.pk).unit == cast.bureau2
