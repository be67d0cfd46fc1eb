"""Points of this app on the map: signboards and monitoring sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from rivers.boards.facts import board_words, boards_of
from rivers.boards.models import Signboard
from rivers.boards.rules import overdue_days
from rivers.map.facts.colourings import WATER, latest_classes
from rivers.map.facts.parts import MOST_ROWS, Box, Listed, Row, Shade, SpotKind, in_box
from rivers.map.signals import spots_asked
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

BOARD = [Shade("内容最新", "#2c9b4b"), Shade("应更新", "#e8a33d"), Shade("超期未更新", "#cf2418")]
UNKNOWN = Shade("没有评价", "#8b99a5")
# The gravest last, so that of sections in one place the worst is seen.
SECTION = [UNKNOWN, *WATER[:6]]


def boards(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    """Boards with a position; whether they show the chief of that day."""
    rows = boards_of(_placed(Signboard.objects.visible_to(post)), on).order_by("pk")
    for pk, lat, lng, since in rows.values_list("pk", "lat", "lng", "stale_since"):
        yield pk, lat, lng, 0 if since is None else 2 if overdue_days(since, on) else 1


def listed_boards(post: Post, on: date, box: Box) -> Listed:
    rows = boards_of(in_box(Signboard.objects.visible_to(post), box), on).order_by("code")[: MOST_ROWS + 1]
    return Listed.of(list(rows), lambda one: Row(f"board-{one.pk}", str(one), one.reach.name, board_words(one, on)))


def sections(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    """Sections with a position and their last class."""
    rows = _placed(Section.objects.visible_to(post)).order_by("pk")
    latest = latest_classes(rows.order_by(), on)
    for pk, lat, lng in rows.values_list("pk", "lat", "lng"):
        yield pk, lat, lng, latest.get(pk, 0)


def listed_sections(post: Post, on: date, box: Box) -> Listed:
    rows = in_box(Section.objects.visible_to(post), box)
    found = list(rows.select_related("river").order_by("code")[: MOST_ROWS + 1])
    latest = latest_classes(Section.objects.filter(pk__in=[one.pk for one in found]).order_by(), on)

    def row(one: Section) -> Row:
        return Row(f"section-{one.pk}", one.name, one.river.name, SECTION[latest.get(one.pk, 0)].word)

    return Listed.of(found, row)


def _placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(lat__isnull=False, lng__isnull=False)


OWN = [
    SpotKind("board", "公示牌", "square", BOARD, "rivers:map_board", boards, listed_boards, False),
    SpotKind("section", "监测断面", "diamond", SECTION, "rivers:map_section", sections, listed_sections),
]


def spot_kinds(post: Post) -> list[SpotKind]:
    """All kinds of points that the post may switch on."""
    answers: Iterable[tuple[Any, SpotKind | None]] = spots_asked.send(SpotKind, post=post)
    return [*OWN, *(one for _, one in answers if one is not None)]
