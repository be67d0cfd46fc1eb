"""Tracks of the village chief's last walks: along a part of the reach, with a pause of the phone in one of them."""

from __future__ import annotations

from itertools import pairwise
from math import dist
from random import Random

from hezhang.core.geo.shapes import Plane
from hezhang.portal.demo.world import World, dice_for
from patrols.tracks.models import TrackRule
from patrols.tracks.rules import Fix
from patrols.tracks.services import take_chunk
from patrols.walks.models import Patrol
from rivers.lines.models import ReachLine

EVERY_S, PACE_MS, JITTER_M, LATEST = 5, 1.2, 3.5, 4
SILENT = range(110, 150)  # readings that a locked phone did not take


def tracks(world: World) -> str:
    """自愿记录 in this district, and tracks of a few walks."""
    TrackRule.objects.update(recording="voluntary", basis="试用区河长办〔2026〕5 号（示例）")
    post, dice = world.posts["zhangcun"], dice_for("tracks")
    walks = Patrol.objects.filter(post=post, reach__line__isnull=False).order_by("-started_at", "-id")[:LATEST]
    for number, patrol in enumerate(walks):
        fixes = _walked(patrol, dice)
        if number % 2 == 0:
            fixes = [fix for row, fix in enumerate(fixes) if row not in SILENT]
        take_chunk(by=post, client_id=patrol.client_id, number=0, fixes=fixes, at=patrol.submitted_at)
    return f"{len(walks)} 条轨迹"


def _walked(patrol: Patrol, dice: Random) -> list[Fix]:
    """On the bank, ten metres beside the line, as far as one gets in that time."""
    line = ReachLine.objects.get(reach=patrol.reach).positions()
    plane = Plane.about(line)
    way = plane.flat(line)
    fixes, start = [], patrol.started_at.timestamp()
    for second in range(0, int((patrol.ended_at - patrol.started_at).total_seconds()), EVERY_S):
        if (spot := _spot(way, second * PACE_MS)) is None:
            break
        x, y = (side + 10 + dice.gauss(0, JITTER_M) for side in spot)
        [(lat, lng)] = plane.round([(x, y)])
        fixes.append(Fix(start + second, lat, lng, float(dice.choice((5, 6, 8, 12)))))
    return fixes


def _spot(way: list[tuple[float, float]], metres: float) -> tuple[float, float] | None:
    for one, other in pairwise(way):
        leg = dist(one, other)
        if metres <= leg and leg:
            return one[0] + (other[0] - one[0]) * metres / leg, one[1] + (other[1] - one[1]) * metres / leg
        metres -= leg
    return None
