"""按清单退回: the superior does not close it; the unit has it again under its old deadline."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build, listed
from tests.issues.at_once import at_once


def test_works(cast):
    issue = listed.waiting(cast)
    due = issue.due_on
    listed.send_back(issue, cast.clerk)
    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.state, issue.due_on, issue.running_due) == (State.RECTIFYING, due, due)
    assert (issue.applied_by, issue.verified_by, issue.opinion) == (None, None, "")
    assert Message.objects.filter(kind="issue.send_back_by_list", user=cast.handler.user).get().body == "岸坡仍有残留"


def test_helpers_have_their_part_again(cast):
    issue = build.rectifying(cast, list_level="province")
    services.involve(issue, cast.clerk, co_units=[cast.town_gov])
    services.assist(issue, cast.town_handler, words="已清障", is_done=True)
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    services.verify(issue, cast.village_chief, opinion="已清理", photos=[build.photo(cast.village_chief)])
    listed.send_back(issue, cast.clerk)
    assert not issue.co_units.get().is_done


@pytest.mark.parametrize("state", [State.RECTIFYING, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, state):
    issue = build.AT[state](cast)
    Issue.objects.filter(pk=issue.pk).update(list_level="province")
    with pytest.raises(SomebodyWasFaster):
        listed.send_back(issue, cast.clerk)


@pytest.mark.parametrize("member", ["handler", "village_chief", "leader", "neighbour_clerk"])
def test_wrong_role_and_neighbour_county(cast, member):
    with pytest.raises(NotAllowed):
        listed.send_back(listed.waiting(cast), cast[member])


def test_missing_words(cast):
    with pytest.raises(Supplied, match="说明"):
        listed.send_back(listed.waiting(cast), cast.clerk, words=" ")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    issue = listed.waiting(cast)
    copies = [Issue.objects.get(pk=issue.pk) for _ in range(2)]
    results = at_once(*(lambda copy=copy: listed.send_back(copy, cast.clerk) for copy in copies))
    assert sum(isinstance(result, SomebodyWasFaster) for result in results) == 1
