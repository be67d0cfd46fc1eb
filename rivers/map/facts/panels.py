"""What the panel beside the map tells of the one thing that was chosen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.words import day_words
from rivers.boards.facts import board_words, boards_of, found_words
from rivers.boards.models import Signboard
from rivers.lines.models import ReachLine, RiverShape
from rivers.map.facts.colourings import colourings, latest_classes, state_of
from rivers.map.facts.rows import responsible_words
from rivers.registry.facts import tree_of
from rivers.registry.models import Reach, River
from rivers.water.choices import WaterClass
from rivers.water.facts.sections import with_target
from rivers.water.facts.words import class_words, met_words
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

UP = ("parent", "parent__parent", "parent__parent__parent")


def reach_told(reach: Reach, post: Post, on: date) -> dict[str, Any]:
    """Who answers at every tier, how it stands by each colouring, its length and its line."""
    line = ReachLine.objects.filter(reach=reach).first()
    states = [(one.label, state_of(one, post, [reach.pk], on)[reach.pk]) for one in colourings(post)]
    return {"answers": chain(reach, post, on), "line": line, "facts": [("长度", _lengths(reach, line)), *states]}


def river_told(river: River, post: Post, on: date) -> dict[str, Any]:
    """A lake as a whole: what it is, who answers for its outermost reaches in the post's sight, its last class of water."""
    reaches = list(river.reaches.visible_to(post).standing(on).with_chiefs(on))
    sections = Section.objects.visible_to(post).standing(on).filter(river=river).order_by()
    worst = max(latest_classes(sections, on).values(), default=None)
    shape = RiverShape.objects.filter(river=river).first()
    facts = [
        ("类别", river.get_kind_display()),
        ("所属区划", river.region.name),
        ("水面面积", f"{shape.area_km2} 平方公里" if shape and shape.area_km2 else None),
        ("最近水质", class_words(worst) or "近 12 个月没有评价"),
    ]
    outermost = [one.reach for one in tree_of(reaches) if one.depth == 0]
    return {"answers": [(one, responsible_words(one)) for one in outermost], "facts": facts}


def chain(reach: Reach, post: Post, on: date) -> list[tuple[Reach, str]]:
    """The reach and those it lies in, the uppermost first, with the responsible chief of each on that day."""
    above = Reach.objects.filter(pk=reach.pk).values_list(*(f"{up}_id" for up in UP)).first() or ()
    rows = Reach.objects.filter(pk__in=[reach.pk, *filter(None, above)]).with_chiefs(on)
    # As above: the words of the tiers stand in the order of the tiers.
    return [(one, responsible_words(one)) for one in sorted(rows, key=lambda one: one.tier)]


def _lengths(reach: Reach, line: ReachLine | None) -> str:
    official = f"{reach.length_km} 公里" if reach.length_km else ""
    drawn = f"{line.length_km:.2f} 公里" if line else ""
    if official and drawn:
        return f"{official}（地图线长 {drawn}）"
    return official or (f"地图线长 {drawn}" if drawn else "")


def board_told(board: Signboard, on: date) -> list[tuple[str, Any]]:
    known = boards_of(Signboard.objects.filter(pk=board.pk), on).get()
    return [
        ("地点", board.place),
        ("河段", board.reach.name),
        ("更新日期", day_words(board.renewed_on)),
        ("状态", board_words(known, on)),
        ("最近巡检", found_words(known)),
    ]


def section_told(section: Section, on: date) -> list[tuple[str, Any]]:
    rows = Section.objects.filter(pk=section.pk)
    latest, target = latest_classes(rows.order_by(), on).get(section.pk), with_target(rows, on).get().target_now
    return [
        ("河湖", section.river.name),
        ("考核区划", section.region.name),
        ("目标水质", WaterClass(target).label),
        ("最近水质", class_words(latest) or "近 12 个月没有评价"),
        ("是否达标", met_words(latest, target)),
    ]
