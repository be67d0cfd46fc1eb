"""并入: a sheet whose reaches have all got successors of their own ends by a step of its table, and says where its lines went."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster
from rivers.chiefs.services import appoint
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover, HandoverTransition
from rivers.handover.services import fold, hand_over, leave
from rivers.handover.workflow import TABLE


@pytest.fixture
def waiting(cast):
    """The town chief, who led a village's reach as well, left yesterday without a successor."""
    appoint(by=None, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=date(2025, 1, 1))
    return leave(cast.town_chief, timezone.localdate() - timedelta(days=1), by=cast.clerk)


@pytest.fixture
def other(cast):
    return Post.objects.create(
        user=cast.leader.user, role=Role.CHIEF, region=cast.town, title="镇长", starts_on=date(2025, 1, 1)
    )


@pytest.fixture
def another(cast):
    """Of another chief, who left on the same day."""
    return leave(cast.village2_chief, timezone.localdate() - timedelta(days=1), by=cast.clerk)


def follow(cast, post, reach, by=None):
    appoint(by=by or cast.clerk, post=post, reach=reach, kind="responsible", starts_on=timezone.localdate())


def test_one_successor_who_is_appointed_reach_by_reach_gets_one_sheet(cast, waiting, other, enter):
    follow(cast, other, cast.town_reach)
    waiting.refresh_from_db()
    assert waiting.state == HandoverState.OPEN and not waiting.transitions.exists()
    follow(cast, other, cast.village_reach)
    waiting.refresh_from_db()
    own, step = Handover.objects.get(incoming=other), waiting.transitions.get()
    assert (waiting.state, step.verb, step.post) == (HandoverState.FOLDED, "fold", cast.clerk)
    assert own.number in step.words and not waiting.items.exists() and own.items.filter(group="河段").count() == 2
    acts = list(Entry.objects.filter(action__startswith="handover.").values_list("action", flat=True))
    assert acts.count("handover.fold") == 1 and acts.count("handover.move_lines") == 2
    page = enter(cast.clerk).get(waiting.get_absolute_url()).content.decode()
    assert "已并入" in page and own.number in page
    panel = enter(cast.clerk).get(cast.town_reach.get_absolute_url()).content.decode()
    assert own.number in panel and waiting.number not in panel


def test_who_left_and_the_office_are_told_and_who_appointed_is_not(cast, waiting, other):
    follow(cast, other, cast.town_reach)
    follow(cast, other, cast.village_reach)
    told = set(Message.objects.filter(kind="handover.fold").values_list("user_id", flat=True))
    assert told == {cast.town_chief.user_id, cast.head.user_id}


def test_after_the_first_signature_too(cast, waiting, other):
    hand_over(waiting, by=cast.town_chief)
    follow(cast, other, cast.town_reach)
    follow(cast, other, cast.village_reach)
    waiting.refresh_from_db()
    own = Handover.objects.get(incoming=other)
    assert (waiting.state, own.state, own.gave_at) == (HandoverState.FOLDED, HandoverState.GIVEN, waiting.gave_at)


def test_the_last_of_several_successors_takes_the_sheet_itself(cast, waiting, successor, other):
    follow(cast, successor, cast.village_reach)
    follow(cast, other, cast.town_reach)
    waiting.refresh_from_db()
    assert (waiting.incoming, waiting.state) == (other, HandoverState.OPEN)
    assert not Handover.objects.filter(state=HandoverState.FOLDED).exists()


def test_not_by_anybody_and_not_twice(cast, waiting, another):
    for key in ("town_chief", "leader", "handler"):
        with pytest.raises(NotAllowed):
            fold(waiting, another, by=cast[key])
    fold(waiting, another, by=cast.clerk)
    with pytest.raises(SomebodyWasFaster):
        fold(waiting, another, by=cast.clerk)


def test_it_is_nobodys_button_and_in_nobodys_queue(cast, waiting):
    assert "fold" not in {button.verb for button in TABLE.buttons(waiting, cast.clerk)}
    assert not TABLE["fold"].leads_on


def test_an_appointment_that_fails_folds_nothing(cast, waiting, other):
    follow(cast, other, cast.town_reach)
    with pytest.raises(NotAllowed):
        follow(cast, other, cast.village_reach, by=cast.leader)
    waiting.refresh_from_db()
    assert waiting.state == HandoverState.OPEN and not HandoverTransition.objects.exists()


def test_sheets_that_were_folded_before_there_was_a_word_for_it_get_it(cast, waiting, another):
    Handover.objects.update(state=HandoverState.VOID)
    another.transitions.create(verb="undo", from_state="open", to_state="void", at=timezone.now(), words="选错")
    import_module("rivers.migrations.0014_folded").name_folded(apps, connection.schema_editor())
    states = {one.pk: one.state for one in Handover.objects.all()}
    assert states == {waiting.pk: HandoverState.FOLDED, another.pk: HandoverState.VOID}
