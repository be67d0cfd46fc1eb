"""The only place that writes lines and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.geo import polyline, shapes
from hezhang.core.geo.positions import Box, Point, box_of, length_km
from hezhang.core.kernel.edits import lock_if_there
from hezhang.core.kernel.refusal import Refusal, demand
from rivers.lines import rules
from rivers.lines.choices import Source
from rivers.lines.models import SHOWN, STORED, Drawing, ReachLine, RiverShape
from rivers.registry.models import Reach, River
from rivers.registry.services import must_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

BATCH = 500  # rows of one statement
CHANGING = ["path", "drawn", "points", "south", "north", "west", "east", "source", "version", "changed_at", "length_km"]


class Swapped(Refusal):
    """Latitude and longitude changed places; ``points`` has them the right way round."""

    def __init__(self, sentence: str, points: Sequence[Point]) -> None:
        super().__init__(sentence)
        self.points = [(lng, lat) for lat, lng in points]


class Unsure(Refusal):
    """Nothing was saved: ``doubts`` are sentences to be agreed to first (``sure=True``)."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__("".join(doubts))
        self.doubts = list(doubts)


@transaction.atomic
def draw_line(
    reach: Reach,
    points: Sequence[Point],
    *,
    by: Post | None,
    source: str = Source.DRAWN,
    seen: int | None = None,
    sure: bool = False,
) -> ReachLine:
    """Give the reach this line (WGS-84, in the direction of flow) in place of the one it had.

    ``seen``: the version that was on the screen, 0 for none, None for whatever it is; ``sure``: the doubts were agreed to.
    Raises NotAllowed, Refusal (Swapped, Unsure) and EditedMeanwhile.
    """
    must_keep(reach.region_id, by=by)
    points = fit_for_line(points)
    if not sure and (doubts := doubts_of(reach, points)):
        raise Unsure(doubts)
    # Before the line: of two who draw the first one, the second finds that of the other.
    Reach.objects.select_for_update().get(pk=reach.pk)
    before = lock_if_there(ReachLine.objects.filter(reach=reach).first(), seen)
    line = _line(reach, points, source, before)
    line.save(force_insert=before is None, force_update=before is not None)
    record("river_line.draw", reach, post=by, before=_told(before), after=_told(line))
    return line


@transaction.atomic
def draw_lines(drawings: Sequence[tuple[Reach, Sequence[Point]]], *, by: Post | None, source: str) -> list[ReachLine]:
    """Lines for many reaches at once, all or none; what is unlikely about them was asked before. Raises as ``draw_line``."""
    fit = []
    for reach, points in drawings:
        must_keep(reach.region_id, by=by)
        fit.append((reach, fit_for_line(points)))
    keys = [reach.pk for reach, _ in fit]
    stored: dict[int, ReachLine] = {}
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        list(Reach.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
        stored |= {line.reach_id: line for line in ReachLine.objects.filter(reach__in=some)}
    lines = [_line(reach, points, source, stored.get(reach.pk)) for reach, points in fit]
    ReachLine.objects.bulk_create([line for line in lines if line.pk is None], batch_size=BATCH)
    ReachLine.objects.bulk_update([line for line in lines if line.reach_id in stored], CHANGING, batch_size=100)
    for line in lines:
        record("river_line.draw", line.reach, post=by, before=_told(stored.get(line.reach_id)), after=_told(line))
    return lines


@transaction.atomic
def draw_shape(
    river: River, points: Sequence[Point], *, by: Post | None, source: str = Source.DRAWN, seen: int | None = None
) -> RiverShape:
    """Give a lake or reservoir this ring (its last point need not repeat the first), or one point.

    Raises as ``draw_line``, save Unsure.
    """
    must_keep(river.region_id, by=by)
    points = checked(points)
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    demand(rules.makes_shape(points), Refusal)
    River.objects.select_for_update().get(pk=river.pk)
    before = lock_if_there(RiverShape.objects.filter(river=river).first(), seen)
    area = Decimal(f"{shapes.area_km2(points):.4f}") if len(points) > 1 else None
    shape = RiverShape(pk=before.pk if before else None, river=river, area_km2=area)
    _fill(shape, points, source, before)
    shape.save(force_insert=before is None, force_update=before is not None)
    record("river_shape.draw", river, post=by, before=_told(before), after=_told(shape))
    return shape


@transaction.atomic
def remove_line(line: ReachLine, *, by: Post | None, seen: int | None = None) -> None:
    """Take the line away; the reach stays. Raises NotAllowed and EditedMeanwhile."""
    must_keep(line.reach.region_id, by=by)
    before = lock_if_there(line, seen)
    record("river_line.remove", line.reach, post=by, before=_told(before))
    line.delete()


@transaction.atomic
def remove_shape(shape: RiverShape, *, by: Post | None, seen: int | None = None) -> None:
    """Take the outline away; the river stays. Raises NotAllowed and EditedMeanwhile."""
    must_keep(shape.river.region_id, by=by)
    before = lock_if_there(shape, seen)
    record("river_shape.remove", shape.river, post=by, before=_told(before))
    shape.delete()


def checked(points: Sequence[Point]) -> list[Point]:
    """Numbers, none twice in a row. Raises Swapped, and Refusal for what is no position."""
    found = [(float(lat), float(lng)) for lat, lng in points]
    verdict = rules.sound(found)
    if not verdict and rules.is_swapped(found):
        raise Swapped(verdict.reason, found)
    demand(verdict, Refusal)
    return [point for number, point in enumerate(found) if not number or point != found[number - 1]]


def fit_for_line(points: Sequence[Point]) -> list[Point]:
    """As ``checked``; and a Refusal for what makes no line."""
    found = checked(points)
    demand(rules.makes_line(found), Refusal)
    return found


def doubts_of(reach: Reach, points: Sequence[Point]) -> list[str]:
    """What the drawer is to be asked about before these points become the reach's line."""
    above = ReachLine.objects.filter(reach=reach.parent_id).first() if reach.parent_id else None
    return rules.doubts(points, _around(reach), above.positions() if above else [])


def _around(reach: Reach) -> Box | None:
    """The box of the other lines of the reach's county; of its city, where the reach is the city's own."""
    code = reach.region_id
    prefix = code[:6] if code[4:6] != "00" else code[:4]
    county = {"reach__region_id__gte": prefix.ljust(12, "0"), "reach__region_id__lte": prefix.ljust(12, "9")}
    return ReachLine.objects.filter(**county).exclude(reach=reach).whole_box()


def _line(reach: Reach, points: Sequence[Point], source: str, before: ReachLine | None) -> ReachLine:
    length = Decimal(f"{length_km(points):.3f}")
    line = ReachLine(pk=before.pk if before else None, reach=reach, length_km=length)
    _fill(line, points, source, before)
    return line


def _fill(row: Drawing, points: Sequence[Point], source: str, before: Drawing | None) -> None:
    row.path = polyline.encode(points, STORED)
    row.drawn = polyline.encode(shapes.simplified(points, rules.DRAWN_WITHIN_M), SHOWN)
    row.points, row.source, row.changed_at = len(points), source, timezone.now()
    row.south, row.north, row.west, row.east = box_of(points)
    row.version = before.version + 1 if before else 1


def _told(row: Any) -> dict[str, Any]:
    """What the journal keeps of a line: its measures, not its points."""
    if row is None:
        return {}
    size = "length_km" if isinstance(row, ReachLine) else "area_km2"
    return {"points": row.points, size: getattr(row, size), "source": row.get_source_display(), "version": row.version}
