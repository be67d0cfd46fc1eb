"""A reach is split or joined while something hangs on it: a sheet that waits, and somebody who stands in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rivers.acting.models import Acting
from rivers.acting.services import begin_acting
from rivers.chiefs.facts import who_was
from rivers.chiefs.services import appoint, dismiss
from rivers.cutting.services import split_reach, undo_cut
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, leave
from rivers.lines.services import draw_line
from rivers.registry.models import Reach

LINE = [(27.93, 120.8 + step * 0.0005) for step in range(100)]


@pytest.fixture
def cut(cast):
    """Splits the village's reach today."""
    draw_line(cast.village_reach, LINE, by=cast.clerk)

    def make():
        today = timezone.localdate()
        return split_reach(
            cast.village_reach, 0.5, names=("上段", "下段"), codes=("V-1", "V-2"), on=today, by=cast.clerk
        )

    return make


def titles(sheet, group="河段"):
    return list(sheet.items.filter(group=group).order_by("pk").values_list("title", flat=True))


def take_back(cast, cut):
    undo_cut(cut, on=timezone.localdate(), by=cast.clerk)


def test_an_unsigned_sheet_is_counted_anew_and_back(cast, gone, cut):
    made = cut()
    assert titles(gone) == ["上段", "下段"]
    take_back(cast, made)
    assert titles(gone) == [cast.village_reach.name]
    assert not Reach.objects.filter(code="V-1").exists()


def test_a_signed_sheet_keeps_its_words_and_says_what_came_after(cast, gone, cut):
    hand_over(gone, by=cast.village_chief)
    made = cut()
    assert titles(gone) == [cast.village_reach.name]
    assert titles(gone, "说明") == [f"{cast.village_reach.name}已成为上段、下段"]
    take_back(cast, made)
    assert titles(gone, "说明") == [] and gone.items.filter(reach=cast.village_reach).exists()


@pytest.mark.parametrize("signed", [False, True])
def test_a_sheet_without_a_successor_finds_one_on_each_half(cast, cut, successor, signed):
    yesterday = timezone.localdate() - timedelta(days=1)
    sheet = leave(cast.village_chief, yesterday, by=cast.clerk)
    if signed:
        hand_over(sheet, by=cast.village_chief)
    cut()
    for code, post in (("V-1", successor), ("V-2", cast.town_chief)):
        reach = Reach.objects.get(code=code)
        appoint(by=cast.clerk, post=post, reach=reach, kind="responsible", starts_on=timezone.localdate())
    running = Handover.objects.running().order_by("pk")
    assert {one.incoming.user.name for one in running} == {"接河长", cast.town_chief.user.name}


def test_who_stands_in_does_so_on_both_halves_and_again_on_the_whole(cast, cut, successor):
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=9), "reason": "学习"}
    begin_acting(cast.village_chief, by=cast.clerk, post=successor, **days)
    made = cut()
    for code in ("V-1", "V-2"):
        assert "由接河长代理" in who_was(Reach.objects.get(code=code), today).by_tier["village"]
    assert "由接河长代理" not in (who_was(cast.village_reach, today).by_tier["village"] or "")
    take_back(cast, made)
    assert "由接河长代理" in who_was(cast.village_reach, today).by_tier["village"]
    assert Acting.objects.count() == 1


def test_a_half_that_nobody_leads_any_more_has_nobody_who_stands_in(cast, cut, successor):
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=9), "reason": "学习"}
    begin_acting(cast.village_chief, by=cast.clerk, post=successor, **days)
    cut()
    reach = Reach.objects.get(code="V-1")
    dismiss(reach.tenures.get(ends_on=None), today, by=cast.clerk)
    assert not Acting.objects.current(today + timedelta(days=1)).filter(tenure__reach=reach).exists()
