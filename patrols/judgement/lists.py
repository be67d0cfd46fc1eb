"""巡河完成情况统计表: the duty table as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from hezhang.core.kernel.words import day_words
from hezhang.core.web.excel import Sheet, write_table
from patrols.judgement.facts.diary import Diary
from patrols.judgement.facts.table import DutyTable, Group, missed_words, short_label
from patrols.norms.rules.duty import ChiefDuty

# The same sentence on screen and sheet: two places that reckon differently start every dispute about a rate.
CAVEAT = "口径：只计已经结束且在任期内完整的周期；按巡河开始时间归入周期；完成率＝已巡期次÷应巡期次。"

SUM = "合计"


def write_workbook(stream: IO[bytes], found: DutyTable, made_by: str, day: date) -> None:
    """巡河完成情况统计表: by town, by chief, the table of attendance to be signed, and the chiefs who have not walked."""
    title = f"{found.region.name}{found.asked.label}河长巡河"
    note = f"制表人：{made_by}　制表日期：{day_words(day)}　{CAVEAT}"
    numbers = ["应巡期次", "已巡期次", "未巡期次", "完成率（%）"]
    kinds = ["integer"] * 3 + ["rate"]
    same: dict[str, Any] = {"note": note}
    head = ["乡镇（街道）", "河长", "岗位", "级别"]
    write_table(
        stream,
        [
            Sheet(
                "按乡镇", ["乡镇（街道）", "河长人数", *numbers, "未巡河长人数", "空缺河段"],
                [_sums(group, group.region.name) for group in found.groups],
                kinds=["text", "integer", *kinds, "integer", "integer"], totals=_sums(found.total, "合计"),
                heading_line=f"{title}完成情况统计表", **same,
            ),
            Sheet(
                "按河长", [*head, *numbers, "实际巡河次数", "未巡周期", "请假或免予要求"],
                [
                    [*_who(group, duty), *_figures(duty), duty.patrol_count, missed_words(duty), excused_words(duty)]
                    for group in found.groups for duty in group.duties
                ],
                kinds=["text"] * 4 + kinds + ["integer", "text", "text"], heading_line=f"{title}情况表（按河长）", **same,
            ),
            Sheet(
                "巡河统计表", ["乡镇（街道）", "姓名", "岗位", *numbers[:3], "备注（未巡周期）"], list(_attendance(found)),
                kinds=["text"] * 3 + ["integer"] * 3 + ["text"], widths=[14, 10, 20, 10, 10, 10, 60], filter=False,
                grouped=0, is_merged=True, bold=(1, SUM), totals=["总计", *_attended(found.total, f"{len(found.duties)}人")],
                heading_line=f"{title}统计表", signature="填表人：　　　　　　审核人：　　　　　　负责人：　　　　　　", **same,
            ),
            Sheet(
                "未巡河长名单", [*head, "应巡期次"],
                [[*_who(group, duty), duty.due_count] for group in found.groups for duty in group.never],
                kinds=["text"] * 4 + ["integer"], heading_line=f"{title}一次未巡名单", **same,
            ),
        ],
    )  # fmt: skip


def write_diary(stream: IO[bytes], told: Diary, made_by: str, day: date) -> None:
    """巡河日志 of a chief: one row for each walk."""
    heads = ["日期", "河段", "开始", "结束", "用时（分钟）", "方式", "发现问题（处）", "发现与处理", "备注"]
    rows = [
        [walk.day, walk.patrol.reach.name, *walk.hours.split("–"), walk.patrol.minutes, walk.patrol.get_kind_display(),
         len(walk.found), walk.found_words, walk.remark]
        for walk in told.walks
    ]  # fmt: skip
    minutes = sum(walk.patrol.minutes for walk in told.walks)
    missed = f"。未巡周期：{missed_words(told.duty)}" if told.duty.missed else ""
    sheet = Sheet(
        "巡河日志", heads, rows,
        kinds=["date", "text", "text", "text", "integer", "text", "integer", "text", "text"],
        totals=[f"合计{len(rows)}次", "", "", "", minutes, "", told.found_count, "", ""], heading_line=told.title,
        note=f"岗位：{told.chief.label}　{told.owed_words}{missed}　制表人：{made_by}　制表日期：{day_words(day)}",
        signature="巡河人：　　　　　　审核人：　　　　　　",
    )  # fmt: skip
    write_table(stream, [sheet])


def _attendance(found: DutyTable) -> Iterator[list[object]]:
    """In the layout of 福鼎's monthly table: by town, who was to walk, how often, and what is missing by name; its sum."""
    for group in found.groups:
        for duty in group.duties:
            figures = [duty.due_count, duty.met_count, len(duty.missed)]
            yield [group.region.name, duty.post.user.name, duty.post.label, *figures, _missed_days(duty)]
        if group.duties:
            yield [group.region.name, *_attended(group, SUM)]


def _missed_days(duty: ChiefDuty) -> str:
    """第27周（6月29日–7月5日）: with the days, without the year that stands above."""
    return "、".join(one.period.label.split("年", 1)[1] or one.period.label for one in duty.missed)


def _attended(group: Group, words: str) -> list[object]:
    return [words, "", group.due_count, group.met_count, group.missed_count, ""]


def excused_words(duty: ChiefDuty) -> str:
    """第47周（请假）."""
    return "、".join(f"{short_label(one.period)}（{one.why}）" for one in duty.excused)


def _sums(group: Group, name: str) -> list[object]:
    return [name, len(group.duties), group.due_count, group.met_count, group.missed_count, percent(group.rate), len(group.never), group.vacant]  # fmt: skip


def _who(group: Group, duty: ChiefDuty) -> list[str]:
    return [group.region.name, duty.post.user.name, duty.post.label, duty.post.tier.label]


def _figures(duty: ChiefDuty) -> list[object]:
    return [duty.due_count, duty.met_count, len(duty.missed), percent(duty.rate)]


def percent(rate: float | None) -> float | None:
    """In per cent with one decimal, for the workbook."""
    return None if rate is None else round(rate * 100, 1)
