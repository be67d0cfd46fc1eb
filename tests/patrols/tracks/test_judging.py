"""Thresholds on metres, share and hours: off by default, never blocking, explained, and judged again when a track arrives."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hezhang.core.audit.models import Entry
from patrols.norms.models import Threshold
from patrols.norms.rules.counting import Measured, Walked, counting
from patrols.tracks.services import take_chunk
from patrols.walks.models import Patrol
from patrols.walks.services import review

BASIS = "澄河办〔2026〕5 号"


def asks(**more) -> Threshold:
    return Threshold(tier="village", is_on=True, basis=BASIS, **more)


@pytest.mark.parametrize(
    ("asked", "measured", "words"),
    [
        ({}, Measured(1), ""),
        ({"minutes": 10}, Measured(9), "已走 9 分钟，要求 10 分钟，还差 1 分钟"),
        ({"hours": 96}, Measured(9, 5.2), "距上次巡河 5 小时，要求 96 小时，还差 91 小时"),
        ({"hours": 96}, Measured(9), ""),
        (
            {"km": Decimal("1.50")},
            Measured(9),
            "还没有轨迹，要求 1.5 公里（依据：澄河办〔2026〕5 号）。收到轨迹后重新判定。",
        ),
        (
            {"km": Decimal(1), "share": 60},
            Measured(9),
            "还没有轨迹，要求 1 公里；走过河段的比例按轨迹计算，要求 60%（依据",
        ),
        ({"km": Decimal(1)}, Measured(9, None, Walked(850, None)), "已走 0.85 公里，要求 1 公里，还差 0.15 公里"),
        ({"km": Decimal(1)}, Measured(9, None, Walked(1000, None)), ""),
        ({"share": 60}, Measured(9, None, Walked(0, 0.599)), "走过河段的 59%，要求 60%，还差 1%"),
        ({"share": 60}, Measured(9, None, Walked(0, None)), ""),
    ],
)
def test_each_rule_explains_itself(asked, measured, words):
    verdict = counting("routine", measured, asks(**asked))
    assert bool(verdict) is not bool(words)
    assert words in verdict.reason
    assert not words or BASIS in verdict.reason


def test_all_that_is_missing_is_said_at_once():
    reason = counting(
        "routine", Measured(3, 2, Walked(10, 0.1)), asks(minutes=10, hours=96, km=Decimal(1), share=60)
    ).reason
    assert reason.count("；") == 4 and "已走 0.01 公里" in reason


def test_off_and_untimed_kinds_ask_nothing():
    off = Threshold(tier="village", km=Decimal(9), share=90, hours=90)
    assert counting("routine", Measured(0), off) and counting("drone", Measured(0), asks(km=Decimal(9)))


@pytest.fixture
def strict(takes):
    Threshold.objects.filter(tier="village").update(is_on=True, km=Decimal("0.8"), share=40, basis=BASIS)


@pytest.mark.django_db
def test_a_track_that_arrives_is_judged_and_the_journal_keeps_both(cast, walk, told, strict, lined, number):
    patrol = walk(client_id=number).patrol
    assert (patrol.counting, "还没有轨迹" in patrol.counting_why) == ("not", True)
    take_chunk(by=cast.village_chief, client_id=number, number=0, fixes=told()[:60])
    assert "要求 0.8 公里，还差" in Patrol.objects.get().counting_why
    take_chunk(by=cast.village_chief, client_id=number, number=1, fixes=told()[60:])
    patrol.refresh_from_db()
    assert (patrol.counting, patrol.counting_why) == ("counts", "")
    first, second = Entry.objects.filter(action="patrol.judge_again").order_by("id")
    assert "还没有轨迹" in first.before["why"]
    assert (second.before["counting"], second.after["counting"]) == ("not", "counts")


@pytest.mark.django_db
def test_a_track_that_came_first_counts_at_once(cast, walk, told, strict, lined, number):
    take_chunk(by=cast.village_chief, client_id=number, number=0, fixes=told())
    patrol = walk(client_id=number).patrol
    patrol.refresh_from_db()
    assert patrol.counting == "counts"


@pytest.mark.django_db
def test_what_the_office_has_said_stays(cast, walk, told, strict, lined, number):
    patrol = walk(client_id=number).patrol
    review(patrol, by=cast.clerk, counting="not", reason="当日未到河边")
    take_chunk(by=cast.village_chief, client_id=number, number=0, fixes=told())
    patrol.refresh_from_db()
    assert (patrol.counting, patrol.counting_why) == ("not", "当日未到河边")


@pytest.mark.django_db
def test_hours_since_the_last_walk(walk, takes):
    Threshold.objects.filter(tier="village").update(is_on=True, hours=96, basis=BASIS)
    now = timezone.now()
    first = walk(started_at=now - timedelta(hours=30), ended_at=now - timedelta(hours=29)).patrol
    second = walk().patrol
    assert (first.counting, second.counting) == ("counts", "not")
    assert "距上次巡河 28 小时，要求 96 小时，还差 68 小时" in second.counting_why
