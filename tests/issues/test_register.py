"""登记: the office takes a report into the ledger."""

import pytest

from issues.ledger.choices import State
from tests.issues import checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "register")
    assert (issue.category.name, issue.severity, issue.chief) == ("乱堆", "serious", cast.village_chief)


@pytest.mark.parametrize("state", [State.REGISTERED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "register", state)


@pytest.mark.parametrize(
    ("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 404), ("system_admin", 403)]
)
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "register", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "register")


@pytest.mark.parametrize("field", ["category", "severity", "track"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "register", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "register")
