"""撤回交办: to the wrong unit, noticed before it was signed for."""

import pytest

from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from tests.issues import checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "recall")
    assert (issue.unit, issue.due_on, issue.dispatched_at) == (None, None, None)
    assert not issue.spans.in_force().exists()


@pytest.mark.parametrize("state", [State.REGISTERED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "recall", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "recall", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "recall")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "recall", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "recall")


def test_the_unit_that_lost_it_is_told_without_a_link_that_no_longer_opens(cast):
    issue = make(cast, "recall")
    services.recall(issue, cast.clerk, words="交错了单位")
    told = Message.objects.get(kind="issue.recall", user=cast.handler.user)
    assert (told.url, told.body) == ("", "交错了单位") and issue.number in told.title
