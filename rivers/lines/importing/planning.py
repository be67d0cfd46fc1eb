"""What a file would do: for each feature its target, what was guessed, what is doubtful, what is wrong. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.geo import polyline
from hezhang.core.geo.files import Feature
from hezhang.core.geo.positions import Box, Point, haversine, length_km
from hezhang.core.kernel.refusal import Refusal, demand
from rivers.lines import rules
from rivers.lines.importing.matching import Directory
from rivers.lines.models import STORED, ReachLine, RiverShape
from rivers.lines.services import checked, fit_for_line
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SKIPPED = "跳过"
JOINED_M = 100  # parts of one line that end so near to one another are one line


@dataclass
class Row:
    """One feature on its way into the registry."""

    feature: Feature
    target: Reach | River | None = None
    points: list[Point] = field(default_factory=list)
    state: str = ""  # 新增, 替换, 未变, 跳过; "" with a problem
    remarks: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def label(self) -> str:
        """What the file calls it: the first two of its words."""
        return " · ".join(list(self.feature.words.values())[:2]) or "（无名称）"

    @property
    def size(self) -> str:
        if not self.points:
            return ""
        is_line = isinstance(self.target, Reach)
        return f"{length_km(self.points):.2f} 公里" if is_line else "1 个点" if len(self.points) == 1 else "轮廓"


@dataclass
class Plan:
    """All rows; nothing may be written while one of them has a problem."""

    rows: list[Row]
    wrong: str = ""  # of the file as a whole

    @property
    def problems(self) -> list[Row]:
        return [row for row in self.rows if row.problem]

    @property
    def remarked(self) -> list[Row]:
        return [row for row in self.rows if row.remarks and not row.problem]

    @property
    def skipped(self) -> int:
        return sum(row.state == SKIPPED for row in self.rows)

    @property
    def sound(self) -> int:
        """How many features would go in without those that have a problem."""
        return len(self.rows) - len(self.problems) - self.skipped

    @property
    def changing(self) -> list[Row]:
        return [row for row in self.rows if row.state in ("新增", "替换")]

    @property
    def summary(self) -> list[tuple[str, int]]:
        states = [row.state for row in self.rows]
        return [(word, states.count(word)) for word in ("新增", "替换", "未变", SKIPPED)]


def plan(features: Sequence[Feature], post: Post, *, skip: bool = False) -> Plan:
    """What these features would do in the post's scope; ``skip`` leaves out those with a problem, each told."""
    reaches = Reach.objects.visible_to(post).standing(timezone.localdate()).select_related("river")
    directory = Directory.of(reaches, River.objects.visible_to(post))
    rows = [_row(feature, directory) for feature in features]
    _refuse_twice(rows)
    if skip:
        _leave_out([row for row in rows if row.problem])
    _compare(rows, post)
    return Plan(rows, "" if rows else "文件里没有任何要素。")


def _row(feature: Feature, directory: Directory) -> Row:
    row, match = Row(feature), directory.match(feature)
    if match.problem:
        row.problem = match.problem if not feature.wrong else f"{feature.wrong}；{match.problem}"
        return row
    row.target = match.target
    if match.guess:
        row.remarks.append(f"推测：{match.guess}。")
    try:
        demand(rules.yes_if(not feature.wrong, f"{feature.wrong}。"), Refusal)
        row.points = _points(feature, row.remarks)
    except Refusal as refused:
        row.problem = refused.sentence
    return row


def _leave_out(rows: Sequence[Row]) -> None:
    for row in rows:
        row.remarks, row.state, row.target = [f"{row.problem.rstrip('。')}，不导入。"], SKIPPED, None
        row.problem = ""


def _points(feature: Feature, remarks: list[str]) -> list[Point]:
    """The feature's parts as one line, ring or point. Raises Refusal."""
    if feature.kind != "line":
        if len(feature.parts) > 1:
            raise Refusal(f"由 {len(feature.parts)} 块组成，请合并为一块，或只留下主要的一块。")
        points = checked(feature.parts[0] if feature.parts else [])
        if len(points) > 1 and points[0] == points[-1]:
            points = points[:-1]
        demand(rules.makes_shape(points), Refusal)
        return points
    joined, left = joined_parts([part for part in feature.parts if part])
    if left:
        raise Refusal(f"由 {left + 1} 段不相连的线组成（间隔超过 {JOINED_M} 米），请先连成一条线。")
    if len(feature.parts) > 1:
        remarks.append(f"{len(feature.parts)} 段首尾相接，已连成一条。")
    return fit_for_line(joined)


def joined_parts(parts: Sequence[Sequence[Point]]) -> tuple[list[Point], int]:
    """(one line made of parts that meet end to end, the number of parts that found no end to meet)."""
    if not parts:
        return [], 0
    line, rest = list(parts[0]), [list(part) for part in parts[1:]]
    while rest:
        ways = [
            (haversine(*end, *start), turn, part)
            for part in rest
            for turn, end, start in (
                ("after", line[-1], part[0]),
                ("after, turned", line[-1], part[-1]),
                ("before", line[0], part[-1]),
                ("before, turned", line[0], part[0]),
            )
        ]
        away, turn, part = min(ways, key=lambda way: way[0])
        if away > JOINED_M:
            return line, len(rest)
        rest.remove(part)
        piece = part[::-1] if turn.endswith("turned") else part
        line = line + piece if turn.startswith("after") else piece + line
    return line, 0


def _refuse_twice(rows: Sequence[Row]) -> None:
    first: dict[tuple[str, int], int] = {}
    for row in rows:
        if row.target is None or row.problem:
            continue
        key = type(row.target).__name__, row.target.pk
        if key in first:
            row.problem = f"与第 {first[key]} 个要素对应同一个“{row.target}”，请只保留一个。"
        first.setdefault(key, row.feature.number)


def _compare(rows: Sequence[Row], post: Post) -> None:
    """New, replaced or unchanged; and what is doubtful about each line."""
    lines = {line.reach_id: line for line in ReachLine.objects.visible_to(post).only("reach_id", "path")}
    shapes = {shape.river_id: shape for shape in RiverShape.objects.visible_to(post).only("river_id", "path")}
    coming = {row.target.pk: row.points for row in rows if isinstance(row.target, Reach) and not row.problem}
    around = ReachLine.objects.visible_to(post).whole_box()
    for row in rows:
        if row.target is None or row.problem:
            continue
        stored = (lines if isinstance(row.target, Reach) else shapes).get(row.target.pk)
        path = polyline.encode(row.points, STORED)
        row.state = "新增" if stored is None else "未变" if stored.path == path else "替换"
        if row.state != "未变":
            row.remarks += _doubts(row, around, coming, lines)
            row.remarks += rules.unlike_registered(row.points, row.target.length_km)


def _doubts(row: Row, around: Box | None, coming: dict[int, list[Point]], lines: dict[int, ReachLine]) -> list[str]:
    if not isinstance(row.target, Reach):
        return rules.far_from(row.points, around)
    parent = row.target.parent_id or 0
    above = coming.get(parent) or (lines[parent].positions() if parent in lines else [])
    return rules.doubts(row.points, around, above)
