"""撤销清单结论: it waits for the superior again, and what was said stays in its history."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.ledger.services.listed import PUT_BACK
from tests.issues import build, listed
from tests.issues.at_once import at_once

WORDS = "第 1 批导入已撤销。"


def kept(issue):
    return {name: getattr(issue, name) for name in PUT_BACK}


@pytest.mark.parametrize("act", [listed.close, listed.send_back])
def test_works(cast, act):
    issue = listed.waiting(cast)
    before = kept(issue)
    act(issue, cast.clerk)
    services.undo_list(issue, cast.clerk, before=before, words=WORDS)
    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.state, issue.is_open, kept(issue)) == (State.VERIFIED, True, before)
    assert [step.verb for step in issue.transitions.order_by("pk")][-2:] == [f"{act.__name__}_by_list", "undo_list"]
    listed.close(issue, cast.clerk)
    assert issue.state == State.CLOSED


@pytest.mark.parametrize("by", ["clerk", None])
def test_not_after_a_further_step(cast, by):
    issue = listed.waiting(cast)
    before = kept(issue)
    listed.send_back(issue, cast.clerk)
    services.rectify(issue, cast.handler, words="继续清理", progress=60)
    with pytest.raises(NotAllowed, match="办理过其他环节"):
        services.undo_list(issue, cast[by] if by else None, before=before, words=WORDS)


@pytest.mark.parametrize("state", [State.APPLIED, State.VERIFIED])
def test_wrong_state(cast, state):
    issue = build.AT[state](cast)
    with pytest.raises(SomebodyWasFaster):
        services.undo_list(issue, cast.clerk, before=kept(issue), words=WORDS)


@pytest.mark.parametrize("member", ["handler", "village_chief", "neighbour_clerk"])
def test_wrong_role_and_neighbour_county(cast, member):
    issue = listed.waiting(cast)
    before = kept(issue)
    listed.close(issue, cast.clerk)
    with pytest.raises(NotAllowed):
        services.undo_list(issue, cast[member], before=before, words=WORDS)


def test_missing_words(cast):
    issue = listed.waiting(cast)
    before = kept(issue)
    listed.close(issue, cast.clerk)
    with pytest.raises(Supplied, match="说明"):
        services.undo_list(issue, cast.clerk, before=before, words="")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    issue = listed.waiting(cast)
    before = kept(issue)
    listed.close(issue, cast.clerk)
    copies = [Issue.objects.get(pk=issue.pk) for _ in range(2)]
    undo = services.undo_list
    results = at_once(*(lambda copy=copy: undo(copy, cast.clerk, before=before, words=WORDS) for copy in copies))
    assert sum(isinstance(result, Exception) for result in results) == 1
