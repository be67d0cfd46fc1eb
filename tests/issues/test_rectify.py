"""填报进展: how far the unit has come."""

import pytest

from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import checks
from tests.issues.acts import ACTS, make
from tests.issues.at_once import at_once


def test_works(cast, enter):
    issue = checks.works(cast, enter, "rectify")
    assert issue.progress == 50


@pytest.mark.parametrize("state", [State.DISPATCHED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "rectify", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("village_chief", 403), ("town_handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "rectify", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "rectify")


@pytest.mark.parametrize("field", ["words", "progress"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "rectify", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    issue, act = make(cast, "rectify"), ACTS["rectify"]
    copies = [Issue.objects.get(pk=issue.pk) for _ in range(2)]
    results = at_once(*(lambda copy=copy: act.run(copy, cast[act.who], cast) for copy in copies))
    assert issue.transitions.filter(verb="rectify").count() == 2
    assert sum(isinstance(result, Exception) for result in results) == 0
