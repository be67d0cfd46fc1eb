"""What judgement answers when chiefs are about to be appointed: which patrols that makes them owe."""

from __future__ import annotations

from datetime import date
from typing import Any

from patrols.judgement.facts.planned import Change, change_of
from rivers.chiefs.rules import Appointment, Effect
from rivers.chiefs.signals import chiefs_planned

REMEDY = "要从今日起算，请将任职开始日期留空；确需追溯的，可继续导入。"


def connect() -> None:
    chiefs_planned.connect(tell_effect, dispatch_uid="patrols.planned")


def tell_effect(sender: Any, appointments: list[Appointment], today: date, **_: Any) -> Effect | None:
    """Figures for the dry run; a warning when somebody would be blamed for periods that are over."""
    if not appointments:
        return None
    change = change_of(appointments, today)
    figures = [("本季应巡增加（期次）", change.added), ("其中已过期（期次）", change.over)]
    if change.dropped:
        figures.append(("原河长不再承担（期次）", change.dropped))
    return Effect(figures, [(words_of(change), REMEDY)] if change.over else [])


def words_of(change: Change) -> str:
    return (
        f"{change.quarter}应巡将增加 {change.added} 期次，其中 {change.over} 期次已经过去，"
        "没有巡河记录的会立即计为未巡，影响完成率和考核。"
    )
