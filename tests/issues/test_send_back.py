"""退回重改: not put right."""

import pytest

from issues.ledger.choices import State
from tests.issues import checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "send_back")
    assert (issue.applied_at, issue.applied_by) == (None, None)
    assert issue.due_sort == issue.due_on


@pytest.mark.parametrize("state", [State.RECTIFYING, State.REGISTERED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "send_back", state)


@pytest.mark.parametrize(("member", "status"), [("handler", 403), ("leader", 403), ("village2_chief", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "send_back", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "send_back")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "send_back", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "send_back")
