"""Two neighbours become one reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal, demand
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.cutting import rules
from rivers.cutting.choices import CutKind
from rivers.cutting.models import Cut
from rivers.cutting.services import moving
from rivers.cutting.services.splitting import points_of
from rivers.handover.services import follow_cut
from rivers.lines.choices import Source
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from rivers.registry.services import create_reach, must_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@transaction.atomic
def join_reaches(
    first: Reach, second: Reach, *, name: str, code: str, chief_of: Reach, on: date, by: Post | None
) -> Cut:
    """Make one reach of two neighbours; the responsible chief of ``chief_of`` stays, the other's tenure ends.

    Both end the day before and keep their past. All other keepers, boards, reaches below and open problems go on with
    the new reach. Raises Refusal, NotAllowed, and ValidationError by the fields of a reach.
    """
    must_keep(first.region_id, by=by)
    must_keep(second.region_id, by=by)
    # In the order of their numbers: two who join the same pair from either end wait for one another.
    locked = {
        one.pk: one for one in Reach.objects.select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk")
    }
    first, second = locked[first.pk], locked[second.pk]
    for reach in (first, second):
        demand(rules.stands(reach, on), Refusal)
    demand(rules.joins(first, second), Refusal)
    points, meet = rules.meeting(points_of(first), points_of(second))
    demand(meet, Refusal)
    whole = _whole(first, second, name, code, on=on, by=by)
    if points:
        draw_line(whole, points, by=by, source=Source.JOIN, sure=True)
    staying, leaving = divided(moving.held([first, second], on), chief_of.pk)
    tenures = moving.hand_on(staying, [whole], on, by=by) + moving.hand_on(leaving, [], on, by=by)
    came = {each.key: reach.pk for reach in (first, second) for each in moving.following(reach, on)}
    moving.move(dict.fromkeys(came, whole), by=by, at=timezone.now())
    for reach in (first, second):
        moving.end(reach, on, "reach.join", [whole], by=by)
    follow_cut([first, second], [whole], by=by)
    return moving.note(CutKind.JOIN, [first, second], [whole], on, came, tenures, by=by)


def divided(tenures: list[Tenure], chief_of: int) -> tuple[list[Tenure], list[Tenure]]:
    """(those who go on, responsible chiefs of the other reach, who do not: there is one chief for each reach)."""
    leaving = [one for one in tenures if one.kind == TenureKind.RESPONSIBLE and one.reach_id != chief_of]
    return [one for one in tenures if one not in leaving], leaving


def _whole(first: Reach, second: Reach, name: str, code: str, *, on: date, by: Post | None) -> Reach:
    known = first.length_km is not None and second.length_km is not None
    return create_reach(
        by=by,
        river=first.river,
        tier=first.tier,
        region=first.region,
        parent=first.parent,
        bank=first.bank,
        code=code,
        name=name,
        start_place=first.start_place,
        end_place=second.end_place,
        length_km=first.length_km + second.length_km if known else None,
        established_on=on,
    )
