"""按清单销号: what a superior has listed is closed by his 销号清单, under its number."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.documents.facts.closing import closing_paper
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build, listed
from tests.issues.at_once import at_once


def test_works(cast):
    issue = listed.waiting(cast)
    listed.close(issue, cast.clerk, words="复核通过")
    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.state, issue.closing_number, issue.closed_by, issue.is_open) == (
        State.CLOSED, listed.PAPER, cast.clerk.user, False,
    )  # fmt: skip
    assert timezone.localdate(issue.closed_at) == timezone.localdate() and issue.closed_at >= issue.verified_at
    assert Entry.objects.filter(action="issue.close_by_list", object_id=str(issue.pk)).count() == 1
    told = Message.objects.filter(kind="issue.close_by_list").values_list("user_id", flat=True)
    assert {cast.handler.user_id, cast.village_chief.user_id} <= set(told)


@pytest.mark.parametrize("state", [State.RECTIFYING, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, state):
    issue = build.AT[state](cast)
    Issue.objects.filter(pk=issue.pk).update(list_level="province")
    with pytest.raises(SomebodyWasFaster):
        listed.close(issue, cast.clerk)


@pytest.mark.parametrize("member", ["handler", "village_chief", "leader", "patroller", "neighbour_clerk"])
def test_wrong_role_and_neighbour_county(cast, member):
    with pytest.raises(NotAllowed):
        listed.close(listed.waiting(cast), cast[member])


def test_who_rectified_does_not_enter_the_list(cast):
    issue = listed.waiting(cast)
    Issue.objects.filter(pk=issue.pk).update(applied_by=cast.clerk.user)
    with pytest.raises(NotAllowed, match="参与了本问题的整改"):
        listed.close(issue, cast.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(
            state=State.CLOSED, is_open=False, closed_at=timezone.now(), closed_by=cast.clerk.user
        )


@pytest.mark.parametrize("by", ["clerk", None])
def test_what_the_county_has_listed_needs_no_list(cast, by):
    with pytest.raises(NotAllowed, match="区县级"):
        listed.close(build.verified(cast), cast[by] if by else None)


def test_missing_number(cast):
    with pytest.raises(Supplied, match="销号文号"):
        listed.close(listed.waiting(cast), cast.clerk, number=" ")


def test_a_day_that_cannot_be(cast):
    issue = listed.waiting(cast)
    with pytest.raises(ValidationError, match="晚于今天"):
        listed.close(issue, cast.clerk, day=listed.days_ago(-1))
    with pytest.raises(ValidationError, match="早于现场核查日期"):
        listed.close(issue, cast.clerk, day=listed.days_ago(1))


def test_the_day_of_the_list_is_the_day_of_the_closing(cast):
    issue = listed.waiting(cast)
    listed.close(issue, cast.clerk, day=listed.days_ago(-3), at=timezone.now() + timedelta(days=9))
    assert timezone.localdate(issue.closed_at) == listed.days_ago(-3)


def test_entered_by_the_command_it_has_its_number_for_a_closer(cast):
    """Whoever closes is the superior; who may run commands is no post."""
    issue = listed.waiting(cast)
    listed.close(issue, None)
    assert (issue.state, issue.closed_by) == (State.CLOSED, None)


def test_level_day_and_number_stand_on_the_paper_and_the_page(cast, enter):
    issue = listed.waiting(cast)
    listed.close(issue, cast.clerk, words="复核通过")
    told = str(closing_paper(issue))
    assert listed.PAPER in told and "省级销号清单同意销号：复核通过" in told
    page = enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    assert all(words in page for words in (listed.PAPER, "省督-031", "按清单销号"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    issue = listed.waiting(cast)
    copies = [Issue.objects.get(pk=issue.pk) for _ in range(2)]
    results = at_once(*(lambda copy=copy: listed.close(copy, cast.clerk) for copy in copies))
    assert sum(isinstance(result, SomebodyWasFaster) for result in results) == 1
    assert issue.transitions.filter(verb="close_by_list").count() == 1
