"""改派: to another unit, with a clock of its own."""

import pytest
from django.utils import timezone

from hezhang.core.notify.models import Message
from issues.ledger.choices import State
from tests.issues import checks
from tests.issues.acts import ACTS, make, url


def test_works(cast, enter):
    issue = checks.works(cast, enter, "reassign")
    assert (issue.unit, issue.signed_at, issue.progress) == (cast.bureau2, None, 0)
    assert issue.spans.in_force().get().begins_on == timezone.localdate(issue.dispatched_at)
    assert issue.spans.exclude(void_at=None).count() == 1


@pytest.mark.parametrize("state", [State.REGISTERED, State.APPLIED, State.SUSPENDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "reassign", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "reassign", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "reassign")


@pytest.mark.parametrize("field", ["unit", "requirement", "due_on", "words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "reassign", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "reassign")


def test_both_units_are_told_and_the_first_sees_it_no_more(cast, enter):
    issue = make(cast, "reassign")
    ACTS["reassign"].run(issue, cast.clerk, cast)
    assert Message.objects.get(kind="issue.reassign", user=cast.handler.user).url == ""
    assert enter(cast.handler).get(issue.get_absolute_url()).status_code == 404
    page = enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    assert "改派 澄江区住建局：属住建局职责" in page


def test_to_the_same_unit_it_is_no_reassignment(cast, enter):
    issue = make(cast, "reassign")
    answer = enter(cast.clerk).post(url("reassign", issue), ACTS["reassign"].form(cast) | {"unit": cast.bureau.pk})
    assert answer.status_code == 422
    issue.refresh_from_db()
    assert issue.state == State.RECTIFYING
