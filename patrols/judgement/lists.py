"""巡河完成情况统计表: the duty table as a workbook."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from hezhang.core.kernel.words import day_words
from hezhang.core.web.excel import Sheet, write_table
from patrols.judgement.facts.table import DutyTable, Group, missed_words
from patrols.norms.rules.duty import ChiefDuty

# The same sentence on screen and sheet: two places that reckon differently start every dispute about a rate.
CAVEAT = "口径：只计已经结束且在任期内完整的周期；按巡河开始时间归入周期；完成率＝已巡期次÷应巡期次。"


def write_workbook(stream: IO[bytes], found: DutyTable, made_by: str, day: date) -> None:
    """巡河完成情况统计表: by town, by chief, and the list of chiefs who have not walked."""
    title = f"{found.region.name}{found.asked.span.label}河长巡河"
    note = f"制表人：{made_by}　制表日期：{day_words(day)}　{CAVEAT}"
    numbers = ["应巡期次", "已巡期次", "未巡期次", "完成率（%）"]
    kinds = ["integer"] * 3 + ["rate"]
    same: dict[str, Any] = {"note": note}
    head = ["乡镇（街道）", "河长", "岗位", "级别"]
    write_table(
        stream,
        [
            Sheet(
                "按乡镇", ["乡镇（街道）", "河长人数", *numbers, "未巡河长人数"],
                [_sums(group, group.region.name) for group in found.groups],
                kinds=["text", "integer", *kinds, "integer"], totals=_sums(found.total, "合计"),
                heading_line=f"{title}完成情况统计表", **same,
            ),
            Sheet(
                "按河长", [*head, *numbers, "实际巡河次数", "未巡周期"],
                [
                    [*_who(group, duty), *_figures(duty), duty.patrol_count, missed_words(duty)]
                    for group in found.groups for duty in group.duties
                ],
                kinds=["text"] * 4 + kinds + ["integer", "text"], heading_line=f"{title}情况表（按河长）", **same,
            ),
            Sheet(
                "未巡河长名单", [*head, "应巡期次"],
                [[*_who(group, duty), duty.due_count] for group in found.groups for duty in group.never],
                kinds=["text"] * 4 + ["integer"], heading_line=f"{title}一次未巡名单", **same,
            ),
        ],
    )  # fmt: skip


def _sums(group: Group, name: str) -> list[object]:
    return [name, len(group.duties), group.due_count, group.met_count, group.missed_count, percent(group.rate), len(group.never)]  # fmt: skip


def _who(group: Group, duty: ChiefDuty) -> list[str]:
    return [group.region.name, duty.post.user.name, duty.post.label, duty.post.tier.label]


def _figures(duty: ChiefDuty) -> list[object]:
    return [duty.due_count, duty.met_count, len(duty.missed), percent(duty.rate)]


def percent(rate: float | None) -> float | None:
    """In per cent with one decimal, for the workbook."""
    return None if rate is None else round(rate * 100, 1)
