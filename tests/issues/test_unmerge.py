"""撤销合并: not the same matter after all."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build, checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "unmerge")
    assert (issue.is_open, issue.merged_into) == (True, None)
    assert not Issue.objects.filter(joined__gt=0).exists()


@pytest.mark.parametrize("state", [State.REGISTERED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "unmerge", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("patroller", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "unmerge", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "unmerge")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "unmerge", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "unmerge")
    assert not Issue.objects.filter(joined__gt=0).exists()


@pytest.mark.parametrize("state", [State.REPORTED, State.DISPATCHED, State.RECTIFYING])
def test_it_is_again_what_it_was(cast, state):
    """State, unit, deadline and what it sorts by: as if it had never been merged."""
    parent, issue = build.dispatched(cast), build.AT[state](cast)
    kept = ("state", "unit_id", "due_on", "dispatched_at", "signed_at", "due_sort", "is_open", "registered_at")
    before = [getattr(issue, name) for name in kept]
    services.merge(issue, cast.clerk, into=parent)
    assert (issue.state, issue.is_open) == (State.MERGED, False)
    services.unmerge(issue, cast.clerk, words="不是同一处")
    assert [getattr(issue, name) for name in kept] == before
    told = set(Message.objects.filter(kind="issue.unmerge").values_list("user", flat=True))
    assert told == {cast.village_chief.user_id, *([cast.handler.user_id] if issue.unit_id else [])}


def test_not_once_the_other_has_ended(cast):
    parent, issue = build.verified(cast), build.registered(cast)
    services.merge(issue, cast.clerk, into=parent)
    parent.refresh_from_db()
    services.close(parent, cast.head)
    with pytest.raises(NotAllowed, match="已办结，不能再撤销合并"):
        services.unmerge(Issue.objects.get(pk=issue.pk), cast.clerk, words="不是同一处")


def test_merged_twice_and_back(cast):
    """The state to return to is that of the last merging."""
    issue = build.reported(cast)
    services.merge(issue, cast.clerk, into=build.reported(cast))
    services.unmerge(issue, cast.clerk, words="不是同一处")
    registered = make(cast, "merge")
    services.merge(registered, cast.clerk, into=issue)
    services.unmerge(registered, cast.clerk, words="不是同一处")
    assert (issue.state, registered.state) == (State.REPORTED, State.REGISTERED)
