"""不属实: looked into, and not so."""

import pytest

from issues.ledger.choices import State
from tests.issues import checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "reject")
    assert (issue.is_open, issue.unfounded_reason) == (False, "现场未见")


@pytest.mark.parametrize("state", [State.DISPATCHED, State.CLOSED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "reject", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "reject", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "reject")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "reject", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "reject")
