"""Records of walks from other systems through the desk: once each, whoever's and wherever the row says."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from patrols.walks.choices import PatrolKind
from patrols.walks.models import Patrol
from patrols.walks.services import backfill_patrol
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys

# Its records tell of 2026.
pytestmark = pytest.mark.clock("2026-11-25T12:00")


def shapes(cast) -> list[list[list[object]]]:
    reach, other = cast.village_reach, cast.town_reach
    return [
        [["巡河人", "河段", "开始时间", "结束时间"], ["尚有田", reach.name, "2026-03-06 09:15:22", "2026-03-06 09:50"],
         [cast.town_chief.user.name, other.code, datetime(2026, 3, 7, 15), datetime(2026, 3, 7, 15, 40)]],
        [["2026年3月河长巡河记录导出"], ["序号", "记录编号", "河长姓名", "所在乡镇", "村（社区）", "河道名称", "巡河时间", "巡河时长", "里程（公里）", "是否有效", "发现问题", "备注"],
         [1, "RX-001", "尚有田", "桥头镇", cast.village.name, "澄溪", "2026/3/6 9:15-9:50", "35分钟", 1.2, "有效", 0, "一切正常"],
         [2, "RX-002", cast.town_chief.user.name, "桥头镇", None, "澄溪", "3月7日 下午3点", "0:40:00", "2.1公里", "有效", 2, "岸边有垃圾"],
         ["合计", None, None, None, None, None, None, "共2次"]],
        [["日期", "姓名", "联系电话", "巡查时间", "返回时间", "巡河类型", "河流"],
         [date(2026, 3, 6), "尚有田", None, time(9, 15), time(9, 50), "日常", "澄溪"],
         ["2026.3.7", cast.town_chief.user.name, None, "15:00", "15:40", "日常巡河", None]],
    ]  # fmt: skip


@pytest.mark.parametrize("shape", [0, 1, 2])
def test_records_in_any_shape_are_walks_and_go_out_again(cast, shape):
    rows, before = shapes(cast)[shape], snapshot()
    done = bring_in("patrols", book(rows), by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["new"] == 2
    first, second = Patrol.objects.order_by("started_at")
    assert (first.user, first.reach, first.minutes) == (cast.village_chief.user, cast.village_reach, first.minutes)
    assert timezone.localtime(first.started_at).replace(second=0) == timezone.make_aware(datetime(2026, 3, 6, 9, 15))
    assert first.minutes in (34, 35) and (second.post, second.reach, second.minutes) == (
        cast.town_chief,
        cast.town_reach,
        40,
    )
    assert {first.entered_by, second.entered_by} == {cast.clerk} and first.is_backfilled
    assert dict(done.plan.outcome.effects) == {"2026年第1季度增加巡河（次）": 2}
    again = try_out("patrols", book(rows), by=cast.clerk)
    assert (again.counts["same"], dict(again.outcome.effects)) == (2, {})
    undo(done.batch)
    assert snapshot() == before


def test_what_has_no_column_here_stays_in_the_words(cast):
    done = bring_in("patrols", book(shapes(cast)[1]), by=cast.clerk)
    note = Patrol.objects.order_by("started_at").last().note
    assert note == "岸边有垃圾。记录编号 RX-002；里程 2.1公里；发现问题 2；原系统判断 有效"
    told = guesses(done.plan)
    for words in ("没有写河段，按此人当日任职的河段", "没有年份，按标题的 2026 年", "问题本身请从问题台账导入"):
        assert words in told, words


def test_a_walk_that_stands_here_already_is_not_doubled(cast):
    start = timezone.make_aware(datetime(2026, 3, 6, 9, 10))
    facts = {"post": cast.village_chief, "reach": cast.village_reach, "started_at": start, "kind": PatrolKind.ROUTINE}
    backfill_patrol(
        by=cast.clerk, client_id="7a1d3c52-0d6f-4f0e-9d8e-5b0e6a3f9c12", ended_at=start.replace(minute=45), **facts
    )
    plan = try_out("patrols", book(shapes(cast)[0]), by=cast.clerk)
    assert (plan.counts["same"], plan.counts["new"]) == (1, 1) and "不重复登记" in guesses(plan)
    by_day = [
        ["巡河人", "巡河日期", "河段"],
        ["尚有田", "2026-03-06", cast.village_reach.name],
        ["尚有田", "2026-03-08", cast.village_reach.name],
    ]
    plan = try_out("patrols", book(by_day), by=cast.clerk)
    assert (plan.counts["same"], plan.counts["new"]) == (1, 1) and "只有日期，没有写时刻" in guesses(plan)


def test_two_rounds_on_one_day_are_two(cast):
    twice = [["巡河人", "河段", "开始时间", "时长"], ["尚有田", cast.village_reach.name, "2026-03-06 08:00", 30],
             ["尚有田", cast.village_reach.name, "2026-03-06 16:00", 30], ["尚有田", cast.village_reach.name, "2026-03-06 16:00", 30]]  # fmt: skip
    plan = try_out("patrols", book(twice), by=cast.clerk)
    assert (plan.counts["new"], plan.counts["refused"]) == (2, 1) and "是同一次巡河" in whys(plan)


def test_a_night_walk_ends_on_the_next_day(cast):
    rows = [
        ["巡河人", "河段", "开始时间", "结束时间"],
        ["尚有田", cast.village_reach.name, "2026-03-06 晚上11点30分", "0:20"],
    ]
    done = bring_in("patrols", book(rows), by=cast.clerk)
    assert Patrol.objects.get().minutes == 50 and "按次日" in guesses(done.plan)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["没有人", "{village}", "2026-03-06 09:00", 30], "本区没有名为“没有人”的河长或巡河员"),
        (["尚有田", "{town2}", "2026-03-06 09:00", 30], "不在 尚有田 的辖区内"),
        (["尚有田", "没有这段", "2026-03-06 09:00", 30], "没有登记名为“没有这段”的河段"),
        (["尚有田", "{village}", "2027-03-06 09:00", 30], "巡河时间晚于今天"),
        (["尚有田", "{village}", "2023-03-06 09:00", 30], "只能补录两年以内"),
        (["尚有田", "{village}", None, 30], "没有写巡河日期"),
        (["尚有田", "{village}", "上周三", 30], "日期"),
        (["尚有田", "{village}", "2026-03-06 25:99", 30], "没有“25:99”这个时刻"),
        (["尚有田", "{village}", "2026-03-06 09:00", "30小时"], "时长超过 24 小时"),
        (["尚有田", "{village}", "2026-03-06 09:00", "很久"], "不是时长"),
    ],
)
def test_what_cannot_be_is_refused_by_name(cast, row, why):
    names = {"village": cast.village_reach.name, "town2": cast.village2_reach.name}
    filled = [cell.format(**names) if isinstance(cell, str) else cell for cell in row]
    plan = try_out("patrols", book([["巡河人", "河段", "开始时间", "时长"], filled]), by=cast.clerk)
    assert plan.counts["refused"] == 1 and why in whys(plan)
    assert not plan.has_work


def test_the_command_acts_without_a_person_and_the_page_says_so(cast, enter):
    bring_in("patrols", book(shapes(cast)[0]), county=cast.county.code)
    patrol = Patrol.objects.earliest("started_at")
    assert patrol.entered_by is None and patrol.is_backfilled
    assert "建库时导入" in enter(cast.clerk).get(patrol.get_absolute_url()).content.decode()
