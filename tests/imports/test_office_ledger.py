"""Ledgers of several shapes through the desk: closed ones closed, and every guess told."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from issues.ledger.choices import Source, State
from issues.ledger.facts import steps
from issues.ledger.models import Issue
from issues.ledger.services import take_over
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys

# Its ledgers tell of 2026.
pytestmark = pytest.mark.clock("2026-11-25T12:00")


SHAPES = [
    [["问题描述", "河湖", "乡镇", "发现时间", "销号时间"], ["护岸坍塌 12 米", "澄溪", "桥头镇", "2026-03-06", "2026-04-14"],
     ["围网养殖", "澄溪", "桥头镇", "2026.7.1", None]],
    [["2026年度河湖问题台账"], ["序号", "街道", "河道名称", "问题点位", None, "存在问题", "问题类别", "发现情况", None, "责任单位", "整改时限", "销号时间"],
     [None, None, None, "位置", "经纬度", None, None, "发现时间", "来源", None, None, None],
     [1, "桥头镇", "澄溪（北段）", "桥下", "E120°51′51.0″ N27°55′24.2″", "护岸坍塌 12 米", "乱堆乱放", "3月6日", "省级暗访通报", "桥头镇人民政府", "9月底前", "4月14日"],
     [2, None, "澄溪", "桥下", "27.9288 120.8433", "=违章搭建阳光房", "其它", 46116, "12345", "水利局", "2026年底", "未销号"], ["合计", "共2个"]],
    [["问题编号", "问题内容", "河道", "村（社区）", "检查时间", "问题来源", "整改期限", "整改进展", "验收时间"],
     ["旧-1", "雨污混排", "990102R0001", "上桥村", datetime(2026, 5, 1), "无人机", "立行立改", "已整改", 46150],
     ["旧-2", "垃圾", "澄溪", "下桥村", "20260512", "群众举报", "长期坚持", "完成60%", "/"]],
]  # fmt: skip


@pytest.mark.parametrize("rows", SHAPES)
def test_a_ledger_in_any_shape_arrives_where_it_stands_and_goes_out_again(cast, rows):
    before = snapshot()
    merged = ("B4:B5",) if len(rows) > 4 else ()
    done = bring_in("issues", book(rows, merged=merged), by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["new"] == 2
    closed = Issue.objects.get(state=State.CLOSED)
    assert closed.closed_at and closed.closed_by is None and closed.old_ledger and not closed.is_open
    assert Issue.objects.exclude(state=State.CLOSED).get().is_open
    assert try_out("issues", book(rows, merged=merged), by=cast.clerk).counts["same"] == 2
    undo(done.batch)
    assert snapshot() == before


def test_an_open_one_whose_unit_and_day_are_known_is_in_the_units_hands(cast, enter):
    bring_in("issues", book(SHAPES[1], merged=("B4:B5",)), by=cast.clerk)
    issue = Issue.objects.get(state=State.RECTIFYING)
    assert (issue.unit, issue.due_on, issue.source) == (cast.bureau, date(2026, 12, 31), Source.HOTLINE)
    page = enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    assert "原台账" in page and "违章搭建阳光房" in page
    assert enter(cast.clerk).get("/issues/?tab=closed").status_code == 200


@pytest.mark.parametrize("words", ["桥头镇", "桥头镇人民政府", "桥头镇政府", "澄江区桥头镇人民政府"])
def test_a_towns_government_is_found_by_the_towns_name(cast, words):
    rows = [["问题描述", "河湖", "乡镇", "发现时间", "责任单位"], ["围网养殖", "澄溪", "桥头镇", "2026.7.1", words]]
    bring_in("issues", book(rows), by=cast.clerk)
    assert Issue.objects.get().unit == cast.town_gov


def test_every_guess_of_a_ledger_is_told(cast):
    told = guesses(try_out("issues", book(SHAPES[1], merged=("B4:B5",)), by=cast.clerk))
    for words in (
        "按“澄溪”读取：括号里的字", "度分秒换算", "按“乱堆”读取：按相近的类别", "没有年份，按标题的 2026 年", "按“暗访督查”读取",
        "按“2026-09-30”读取：按该期限的最后一天", "纬度写在前面", "按“违章搭建阳光房”读取：开头的“=”", "按“澄江区水利局”读取", "没有写严重程度",
    ):  # fmt: skip
        assert words in told, words


def test_a_month_is_its_first_day_for_what_began_and_its_last_for_what_is_due(cast):
    rows = [["问题描述", "河湖", "发现时间", "整改时限"], ["甲", "澄溪", "2026年2月", "2026年2月"]]
    told = guesses(try_out("issues", book(rows), by=cast.clerk))
    assert "按“2026-02-01”读取：只有年月，按当月 1 日" in told
    assert "按“2026-02-28”读取：只有年月，按当月最后一天" in told


def test_days_that_cannot_be_and_rivers_that_are_not_there_are_refused(cast):
    head = ["问题描述", "河湖", "发现时间", "整改时限", "销号时间"]
    rows = [head, ["甲", "澄溪", "2027-01-01", None, None], ["乙", "澄溪", "2026-05-01", None, "2026-04-01"],
            ["丙", "澄溪", "2026-05-01", "2026-04-01", None], ["丁", "没有河", "2026-05-01", None, None],
            ["戊", "澄溪", None, None, None], ["己", "澄溪", "昨天", None, None], [None, "澄溪", "2026-05-01", None, None],
            ["庚", "澄溪", "2026-05-01", None, None], ["庚", "澄溪", "2026-05-01", None, None]]  # fmt: skip
    plan = try_out("issues", book(rows), by=cast.clerk)
    assert plan.counts["new"] == 1
    for words in (
        "发现时间晚于今天", "销号时间早于发现时间", "整改时限早于发现时间", "没有登记名为“没有河”", "没有写发现时间", "不是具体日期",
        "没有填写问题描述", "与第 9 行是同一件事",
    ):  # fmt: skip
        assert words in whys(plan), words


def test_take_over_makes_up_nobody_and_keeps_to_the_region(cast):
    facts = {
        "client_id": "7a1d3c52-0d6f-4f0e-9d8e-5b0e6a3f9c12",
        "old_ledger": "序号 1",
        "text": "垃圾",
        "river": cast.river,
    }
    issue = take_over(by=None, region=cast.town, found_at=timezone.now(), **facts)
    assert issue.state == State.REGISTERED and not issue.transitions.exists()
    assert issue.list_level == "county" and issue.number.startswith("M02")


def test_what_is_said_to_be_done_without_a_day_of_signing_off_is_told(cast):
    rows = [["问题", "河流", "乡镇", "发现时间", "整改情况", "销号时间"],
            ["围网", "澄溪", "桥头镇", "2026.3.1", "已完成", ""], ["垃圾", "澄溪", "桥头镇", "2026.3.1", "60%", ""]]  # fmt: skip
    plan = try_out("issues", book(rows), by=cast.clerk)
    assert [one.row for one in plan.guesses if "写着已完成而没有销号时间" in one.reason] == [2]


def test_the_days_and_names_of_the_old_ledger_stand_in_the_course_as_text(cast, enter):
    rows = [["问题描述", "河湖", "乡镇", "发现时间", "责任单位", "责任人", "整改要求", "整改情况", "销号时间"],
            ["围网养殖", "澄溪", "桥头镇", "2026.3.1", "张家铺合作社", "某某某", "拆除围网", "已拆除", "2026-04-14"],
            ["垃圾", "澄溪", "桥头镇", "2026.5.1", "", "", "", "", ""]]  # fmt: skip
    bring_in("issues", book(rows), by=cast.clerk)
    closed, other = Issue.objects.get(state=State.CLOSED), Issue.objects.exclude(state=State.CLOSED).get()
    told = steps(closed, cast.clerk)
    assert [one["title"] for one in told] == ["导入台账", "销号（原台账）", "交办整改（原台账）", "发现（原台账）"]
    assert (told[1]["when"], told[1]["words"]) == ("2026年4月14日", "已拆除")
    assert told[2]["who"] == "张家铺合作社、某某某" and "拆除围网" in told[2]["words"] and told[2]["when"] == "日期未载"
    assert told[3]["when"] == "2026年3月1日" and told[3]["who"] == "原台账未载"
    assert [one["title"] for one in steps(other, cast.clerk)] == ["导入台账", "发现（原台账）"]
    page = enter(cast.clerk).get(closed.get_absolute_url()).content.decode()
    assert "销号（原台账）" in page and "某某某" in page and not closed.transitions.exists()
    assert {one["who"] for one in steps(closed, cast.handler) if one["title"].startswith("发现")} == {"已隐藏"}
