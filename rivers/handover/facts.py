"""What the page of a sheet shows."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from hezhang.core.kernel.words import day_words, due_words, moment_words
from rivers.handover.models import Handover, HandoverItem
from rivers.handover.rules import in_order


def facts_of(sheet: Handover, today: date) -> list[tuple[str, Any]]:
    """The head of the sheet."""
    due = due_words(sheet.due_on, today) if sheet.is_running else ""
    return [
        ("移交人", str(sheet.outgoing)),
        ("接收人", str(sheet.incoming) if sheet.incoming else "还没有任命接任河长"),
        ("离任日期", day_words(sheet.left_on)),
        ("交接时限", f"{day_words(sheet.due_on)}{f'（{due}）' if due else ''}"),
        ("盘点时间", moment_words(sheet.counted_at)),
        ("登记人", str(sheet.opened_by) if sheet.opened_by else "系统"),
    ]


def groups_of(sheet: Handover) -> list[tuple[str, list[HandoverItem]]]:
    """The lines under their headings."""
    lines = in_order(sheet.items.all())  # type: ignore[arg-type]
    return [(name, list(rows)) for name, rows in groupby(lines, key=lambda one: one.group)]  # type: ignore[misc]


def signatures_of(sheet: Handover) -> list[tuple[str, str, str]]:
    """(part, name, when) for the foot of the sheet; signed on paper it says so and leaves the lines to the pen."""
    paper = f"{day_words(sheet.paper_on)}（纸质）" if sheet.paper else ""
    incoming, witness = sheet.incoming, sheet.done_by
    return [
        ("移交人", sheet.outgoing.user.name, _signed(sheet.gave_at) or paper),
        ("接收人", incoming.user.name if incoming else "", _signed(sheet.took_at) or paper),
        ("监交人", witness.user.name if witness else "", _signed(sheet.done_at)),
    ]


def _signed(at: Any) -> str:
    return moment_words(at) if at else ""


def hint_of(sheet: Handover) -> str:
    """What to do where the next signature cannot be had by a click."""
    today = timezone.localdate()
    if not sheet.is_running:
        return ""
    if sheet.incoming is None:
        return "还没有任命接任河长：任命后，任命的人自动成为接收人。此前由上级河段的责任河长代为负责。"
    if not sheet.gave_at and not sheet.outgoing.is_current(today):
        return "移交人已离任，没有其他岗位就不能登录：请打印后双方签字，再点“登记纸质签字”。"
    return ""
