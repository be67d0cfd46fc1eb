"""The lines and shapes as they travel: encoded, and known by a mark that changes when any of them does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Sum

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.lines.models import ReachLine, RiverShape

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

PLACES = {tier.value: place for place, tier in enumerate(TIER_ORDER)}


def lines_mark(post: Post) -> str:
    """A mark of all that ``lines_of`` gives this post; two queries."""
    reach = {
        "reach_versions": Sum("reach__version"),
        "last_reach": Max("reach_id"),
        "rivers": Sum("reach__river__version"),
    }
    marks = [_mark(ReachLine.objects.visible_to(post), **reach), _mark(RiverShape.objects.visible_to(post))]
    return f'"{post.region_id}-{"-".join(marks)}"'


def _mark(rows: Any, **more: Any) -> str:
    # How many, how often changed, and the last key: a row that goes and one that comes do not outweigh each other.
    found = rows.order_by().aggregate(n=Count("pk"), versions=Sum("version"), last=Max("pk"), **more)
    return "-".join(str(found[name] or 0) for name in sorted(found))


def lines_of(post: Post) -> dict[str, Any]:
    """``lines``: [reach, river, tier 0–3, encoded]; ``shapes``: [river, encoded] with three points and more; ``names`` of rivers."""
    held = ReachLine.objects.visible_to(post).order_by()
    lines = ReachLine.objects.visible_to(post).drawn_rows()
    shapes = RiverShape.objects.visible_to(post).drawn_rows()
    return {
        "lines": [[reach, river, PLACES[Tier(tier).value], drawn] for reach, river, tier, _, drawn in lines],
        "names": dict(held.values_list("reach__river_id", "reach__river__name").distinct()),
        "shapes": [[river, drawn] for river, _, _, drawn, points in shapes if points > 2],
    }
