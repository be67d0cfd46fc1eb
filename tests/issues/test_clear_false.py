"""虚假整改 was said of it, and was not so."""

import pytest

from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from tests.issues import build, checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "clear_false")
    assert issue.false_at is None
    assert Message.objects.filter(kind="issue.clear_false", user=cast.handler.user).exists()


@pytest.mark.parametrize("state", [State.REGISTERED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "clear_false", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "clear_false", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "clear_false")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "clear_false", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "clear_false")


def test_it_outlasts_what_follows_until_it_is_taken_back(cast):
    issue = make(cast, "clear_false")
    assert issue.false_at is not None and issue.applied_at is None
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    services.verify(issue, cast.village_chief, opinion="干净", photos=[build.photo(cast.village_chief)])
    services.close(issue, cast.head)
    assert issue.false_at is not None
    services.clear_false(issue, cast.clerk, words="照片拍错了角度")
    assert (issue.false_at, issue.state) == (None, State.CLOSED)
