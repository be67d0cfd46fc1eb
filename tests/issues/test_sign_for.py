"""签收: the unit has it."""

import pytest

from issues.ledger.choices import State
from tests.issues import checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "sign_for")
    assert issue.signed_at is not None


@pytest.mark.parametrize("state", [State.REGISTERED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "sign_for", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("village_chief", 403), ("town_handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "sign_for", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "sign_for")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "sign_for")
