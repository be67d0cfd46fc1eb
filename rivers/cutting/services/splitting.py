"""One reach becomes two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hezhang.core.geo import shapes
from hezhang.core.geo.positions import Point
from hezhang.core.kernel.refusal import Refusal, demand
from rivers.cutting import rules
from rivers.cutting.choices import CutKind
from rivers.cutting.models import Cut
from rivers.cutting.services import moving
from rivers.cutting.signals import Moving
from rivers.handover.services import follow_cut
from rivers.lines.choices import Source
from rivers.lines.models import ReachLine
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from rivers.registry.services import create_reach, must_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@transaction.atomic
def split_reach(
    reach: Reach,
    share: float,
    *,
    names: tuple[str, str],
    codes: tuple[str, str],
    on: date,
    by: Post | None,
    rest: int = 0,
    place: str = "",
) -> Cut:
    """Cut the reach after this share (0–1) of its line; the first half lies upstream. ``place`` names the point.

    The reach ends the day before and keeps its past: patrols, closed problems, ended tenures. Chiefs hold on to both
    halves; what has a position goes to its half, what has none to half ``rest`` (0 or 1).
    Raises Refusal, NotAllowed, and ValidationError by the fields of a reach.
    """
    must_keep(reach.region_id, by=by)
    reach = Reach.objects.select_for_update().get(pk=reach.pk)
    points = points_of(reach)
    demand(rules.stands(reach, on), Refusal)
    demand(rules.splits(points, share, reach.length_km), Refusal)
    found = moving.following(reach, on)
    lengths = rules.shared_length(reach.length_km, share)
    ends = ((reach.start_place, place), (place, reach.end_place))
    halves = [_half(reach, names[side], codes[side], lengths[side], ends[side], on=on, by=by) for side in (0, 1)]
    for half, part in zip(halves, (shapes.part(points, 0, share), shapes.part(points, share, 1)), strict=True):
        draw_line(half, part, by=by, source=Source.SPLIT, sure=True)
    tenures = moving.hand_on(moving.held([reach], on), halves, on, by=by)
    targets = {each.key: halves[side] for each, side in sides(found, points, share, rest)}
    moving.move(targets, by=by, at=timezone.now())
    moving.end(reach, on, "reach.split", halves, by=by)
    follow_cut([reach], halves, by=by)
    return moving.note(CutKind.SPLIT, [reach], halves, on, dict.fromkeys(targets, reach.pk), tenures, by=by)


def _half(
    reach: Reach, name: str, code: str, length: Decimal | None, ends: tuple[str, str], *, on: date, by: Post | None
) -> Reach:
    return create_reach(
        by=by,
        river=reach.river,
        tier=reach.tier,
        region=reach.region,
        parent=reach.parent,
        bank=reach.bank,
        code=code,
        name=name,
        start_place=ends[0],
        end_place=ends[1],
        length_km=length,
        established_on=on,
    )


def points_of(reach: Reach) -> list[Point]:
    """The reach's line; empty if it has none."""
    line = ReachLine.objects.filter(reach=reach).first()
    return line.positions() if line else []


def sides(found: Sequence[Moving], points: Sequence[Point], share: float, rest: int) -> list[tuple[Moving, int]]:
    """Each with its half: 0 upstream of the cut, 1 downstream; ``rest`` for what has no position."""
    return [(each, rest if each.place is None else int(shapes.share_at(points, each.place) > share)) for each in found]
