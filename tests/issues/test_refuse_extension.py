"""驳回延期: the old deadline stands."""

import pytest

from hezhang.core.notify.models import Message
from issues.ledger.choices import State
from tests.issues import checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "refuse_extension")
    assert issue.asked_until is None and not issue.spans.filter(kind="extend").exists()
    assert Message.objects.get(kind="issue.refuse_extension", user=cast.handler.user).body == "理由不充分"


@pytest.mark.parametrize("state", [State.DISPATCHED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "refuse_extension", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "refuse_extension", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "refuse_extension")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "refuse_extension", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "refuse_extension")
