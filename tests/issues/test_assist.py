"""填报协办进展: what the helping unit has done of its part."""

import pytest

from hezhang.core.notify.models import Message
from issues.ledger.choices import State
from tests.issues import checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "assist")
    assert not issue.co_units.get().is_done and issue.progress == 0
    assert Message.objects.get(kind="issue.assist").user == cast.handler.user


@pytest.mark.parametrize("state", [State.DISPATCHED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "assist", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("handler", 403), ("village_chief", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "assist", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "assist")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "assist", field)
