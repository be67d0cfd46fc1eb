"""What judgement answers: which patrols chiefs owe who are appointed or leave, and what is owed of a river or a reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from hezhang.core.kernel.periods import period_of
from hezhang.core.parcels.pack import add_part
from patrols.judgement.facts.duties import duty_of
from patrols.judgement.facts.homes import quarter_of, tenures_of_reach, tenures_of_river
from patrols.judgement.facts.packed import walks_part
from patrols.judgement.facts.planned import Change, change_of
from patrols.judgement.facts.table import short_label
from patrols.norms.rules.duty import PeriodDuty
from patrols.walks.rules import sees_patrols
from rivers.chiefs.queries import TenureQuery
from rivers.chiefs.rules import Appointment, Effect
from rivers.chiefs.signals import chiefs_planned
from rivers.handover.rules import Left
from rivers.handover.signals import left_behind
from rivers.registry import homes
from rivers.registry.facts import Figure
from rivers.registry.models import Reach, River
from rivers.registry.signals import reach_figures, river_figures

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

REMEDY = "要从今日起算，请将任职开始日期留空；确需追溯的，可继续导入。"


def connect() -> None:
    add_part("patrols", walks_part)
    chiefs_planned.connect(tell_effect, dispatch_uid="patrols.planned")
    left_behind.connect(tell_debt, dispatch_uid="patrols.left_behind")
    homes.RIVER.add("patrols", "巡河", "patrols:of_river", order=80, rule=sees_patrols)
    homes.REACH.add("patrols", "巡河", "patrols:of_reach", order=80, rule=sees_patrols)
    river_figures.connect(figures_of_river, dispatch_uid="patrols.river_figures")
    reach_figures.connect(figures_of_reach, dispatch_uid="patrols.reach_figures")


def figures_of_river(sender: Any, shown: River, post: Post, today: date, **_: Any) -> list[Figure]:
    return _missed(tenures_of_river(shown.pk, post), today, "patrols:of_river", shown.pk) if sees_patrols(post) else []


def figures_of_reach(sender: Any, shown: Reach, post: Post, today: date, **_: Any) -> list[Figure]:
    return _missed(tenures_of_reach(shown.pk, post), today, "patrols:of_reach", shown.pk) if sees_patrols(post) else []


def _missed(tenures: TenureQuery, today: date, page: str, pk: int) -> list[Figure]:
    """The periods of this quarter that are over without a walk, beside how many were owed."""
    quarter = quarter_of(tenures, today)
    missed, due = quarter.missed_count, quarter.due_count
    return [
        Figure(
            "本季未巡",
            missed,
            f"{reverse(page, args=[pk])}?only=missed",
            80,
            f"/ {due} 期次",
            "red" if missed else "green",
        )
    ]


def tell_debt(sender: Any, post: Post, on: date, today: date, **_: Any) -> list[Left]:
    """What the chief still owes of this quarter: the periods that are over without a walk."""
    quarter = period_of("quarter", min(on, today))
    missed = duty_of(post, quarter.start, min(on, today), today=today).missed
    if not missed:
        return []
    words = missed_words_of(missed)
    return [Left("巡河", f"{quarter.label}未巡 {len(missed)} 期次", None, words)]


def missed_words_of(missed: Sequence[PeriodDuty]) -> str:
    """The missed periods by name, the first eight of them."""
    labels = list(dict.fromkeys(short_label(one.period) for one in missed))
    return "、".join(labels[:8]) + (f" 等 {len(labels)} 期" if len(labels) > 8 else "")


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
