"""Points of this app on the map: signboards, monitoring sections, and the places of lakes that nobody has drawn yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from rivers.boards.facts import board_words, boards_of, graces, with_since
from rivers.boards.models import Inspection, Signboard
from rivers.lines.models import RiverShape
from rivers.map.facts.assets import asset_kinds
from rivers.map.facts.colourings import WATER, latest_classes
from rivers.map.facts.parts import MOST_ROWS, Box, Listed, Row, Shade, SpotKind, in_box
from rivers.map.signals import spots_asked
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

BOARD = [
    Shade("内容最新", "#2c9b4b"),
    Shade("应更新", "#e8a33d"),
    Shade("超期未更新", "#cf2418"),
    Shade("破损缺失待修复", "#7a3fb0"),
]
UNKNOWN = Shade("没有评价", "#8b99a5")
# The gravest last, so that of sections in one place the worst is seen.
SECTION = [UNKNOWN, *WATER[:6]]
LAKE = [Shade("轮廓待绘制", "#7fb3d6")]
RING = 3  # points and more: drawn as an area, and chosen as one


def boards(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    """Boards with a position; whether they show the chief of that day."""
    rows = with_since(_placed(Signboard.objects.visible_to(post).standing(on)), on).order_by("pk")
    terms = graces(on)
    broken = set(Inspection.objects.open().filter(day__lte=on).values_list("board", flat=True))
    for pk, lat, lng, since, region in rows.values_list("pk", "lat", "lng", "stale_since", "region_id"):
        state = 0 if since is None else 2 if terms.of(region).due(since) < on else 1
        yield pk, lat, lng, 3 if pk in broken else state


def listed_boards(post: Post, on: date, box: Box) -> Listed:
    rows = boards_of(in_box(Signboard.objects.visible_to(post).standing(on), box), on).order_by("code")[: MOST_ROWS + 1]
    return Listed.of(list(rows), lambda one: Row(f"board-{one.pk}", str(one), one.reach.name, board_words(one, on)))


def sections(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    """Sections with a position and their last class."""
    rows = _placed(Section.objects.visible_to(post).standing(on)).order_by("pk")
    latest = latest_classes(rows.order_by(), on)
    for pk, lat, lng in rows.values_list("pk", "lat", "lng"):
        yield pk, lat, lng, latest.get(pk, 0)


def listed_sections(post: Post, on: date, box: Box) -> Listed:
    rows = in_box(Section.objects.visible_to(post).standing(on), box)
    found = list(rows.select_related("river").order_by("code")[: MOST_ROWS + 1])
    latest = latest_classes(Section.objects.filter(pk__in=[one.pk for one in found]).order_by(), on)

    def row(one: Section) -> Row:
        return Row(f"section-{one.pk}", one.name, one.river.name, SECTION[latest.get(one.pk, 0)].word)

    return Listed.of(found, row)


def lakes(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    """Lakes, reservoirs and wetlands of which only a point is known; the others are areas of the picture."""
    rows = RiverShape.objects.visible_to(post).filter(points__lt=RING).order_by("river_id")
    for pk, south, west in rows.values_list("river_id", "south", "west"):
        yield pk, south, west, 0


def listed_lakes(post: Post, on: date, box: Box) -> Listed:
    """Drawn or not: the table beside the map is how a lake is found without seeing it."""
    rows = RiverShape.objects.visible_to(post).touching(box).select_related("river__region").order_by("river__code")

    def row(one: RiverShape) -> Row:
        return Row(f"river-{one.river_id}", one.river.name, one.river.region.name, one.river.get_kind_display())

    return Listed.of(list(rows[: MOST_ROWS + 1]), row)


def _placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(lat__isnull=False, lng__isnull=False)


OWN = [
    SpotKind("board", "公示牌", "square", BOARD, "rivers:map_board", boards, listed_boards, False),
    SpotKind("river", "湖泊、水库", "circle", LAKE, "rivers:map_river", lakes, listed_lakes),
    SpotKind("section", "监测断面", "diamond", SECTION, "rivers:map_section", sections, listed_sections),
]


def spot_kinds(post: Post, keys: Collection[str] | None = None) -> list[SpotKind]:
    """All kinds of points that the post may switch on; those of these keys at least, where they are named.

    The kinds of assets are rows, and are read only where somebody asks for one.
    """
    answers: Iterable[tuple[Any, SpotKind | None]] = spots_asked.send(SpotKind, post=post)
    found = [*OWN, *(one for _, one in answers if one is not None)]
    is_enough = keys is not None and set(keys) <= {one.key for one in found} | {""}
    return found if is_enough else [*found, *asset_kinds(post)]


def with_boards(kinds: list[SpotKind], post: Post, on: date) -> list[SpotKind]:
    """The kinds as a map begins: the boards are shown where any stands with a position, so that who imported them sees them."""
    if not _placed(Signboard.objects.visible_to(post).standing(on)).exists():
        return kinds
    return [replace(kind, is_shown=True) if kind.key == "board" else kind for kind in kinds]
