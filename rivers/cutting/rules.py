"""When reaches may be split, joined, and put back; how lengths are shared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hezhang.core.geo.positions import Point, haversine, length_km
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.kernel.words import day_words

if TYPE_CHECKING:
    from rivers.cutting.models import Cut
    from rivers.registry.models import Reach

SHORTEST_M = 20  # of a half
MEETING_M = 200  # between the ends of two lines that are one river
CENT = Decimal("0.01")


def stands(reach: Reach, on: date) -> Verdict:
    """Whether the reach is there, and was there the day before: what ends ends on a day on which it stood."""
    if reach.ended_on is not None:
        return no(f"“{reach.name}”已于 {day_words(reach.ended_on)} 终止，不能再拆分或合并。")
    fresh = reach.established_on is not None and reach.established_on >= on
    return yes_if(not fresh, f"“{reach.name}”今天才建立，请先撤回刚才的拆分或合并，或明天再办。")


def splits(points: Sequence[Point], share: float, length: Decimal | None) -> Verdict:
    """Whether the line can be cut after this share (0–1) of its length."""
    if len(points) < 2:
        return no("该河段还没有河线，无法确定拆分点。请先绘制或导入河线。")
    whole = length_km(points) * 1000
    near_end = min(share, 1 - share) * whole < SHORTEST_M
    if near_end or (length is not None and length < 2 * CENT):
        return no(f"拆分点离河段的一端不足 {SHORTEST_M} 米，请另选一点。")
    return YES


def shared_length(length: Decimal | None, share: float) -> tuple[Decimal | None, Decimal | None]:
    """The registered length in two, to 10 m; together they are what it was."""
    if length is None:
        return None, None
    first = min(max((length * Decimal(str(share))).quantize(CENT), CENT), length - CENT)
    return first, length - first


def joins(first: Reach, second: Reach) -> Verdict:
    """Whether two reaches are neighbours that could be one: same river, tier, region and reach above."""
    if first.pk == second.pk:
        return no("请选择另一个河段。")
    if first.river_id != second.river_id:
        return no("两个河段不属于同一条河湖。")
    if (first.tier, first.region_id) != (second.tier, second.region_id):
        return no("两个河段的级别或所属区划不同，请先统一后再合并。")
    if first.bank != second.bank:
        return no("两个河段的岸别不同，请先统一后再合并。")
    return yes_if(first.parent_id == second.parent_id, "两个河段的上级河段不同，请先统一后再合并。")


def meeting(first: Sequence[Point], second: Sequence[Point]) -> tuple[list[Point], Verdict]:
    """(the two lines as one, in the direction of flow; whether they meet). Either may come first."""
    if not first and not second:
        return [], YES
    if not first or not second:
        return [], no("两个河段中有一个没有河线，请先绘制，或先删除另一个的河线。")
    after, before = haversine(*first[-1], *second[0]), haversine(*second[-1], *first[0])
    if min(after, before) > MEETING_M:
        return [], no(f"两条河线不相接（相距 {min(after, before):.0f} 米），不是相邻河段。请先修正河线的端点或方向。")
    one, other = (first, second) if after <= before else (second, first)
    return [*one, *(other[1:] if one[-1] == other[0] else other)], YES


def may_undo(cut: Cut, on: date, since: Sequence[str]) -> Verdict:
    """Only on the same day, and only while nothing has happened on what came of it."""
    if cut.undone_at is not None:
        return no("已经撤回。")
    if cut.day != on:
        return no(
            f"只能在当天撤回（{day_words(cut.day)}）。之后请用{'合并' if cut.kind == 'split' else '拆分'}来恢复。"
        )
    return yes_if(not since, f"新河段上已有变动：{'、'.join(since)}，不能撤回。")
