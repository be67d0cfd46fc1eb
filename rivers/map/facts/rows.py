"""What lies in the box of the map, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rivers.chiefs.choices import TenureKind
from rivers.lines.models import ReachLine
from rivers.map.facts.colourings import state_of
from rivers.map.facts.parts import MOST_ROWS, Box, Colouring, Listed, Row
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NOBODY = "无责任河长"


def listed_reaches(post: Post, colouring: Colouring, tiers: list[str], box: Box, on: date) -> Listed:
    """Reaches of these tiers whose box meets this one, the upper tiers first."""
    lines = ReachLine.objects.visible_to(post).filter(reach__tier__in=tiers).touching(box)
    # The words of the tiers stand in the order of the tiers: city, county, town, village.
    keys = list(
        lines.order_by("reach__tier", "reach__name", "reach_id").values_list("reach_id", flat=True)[: MOST_ROWS + 1]
    )
    states = state_of(colouring, post, keys, on)
    known = {one.pk: one for one in Reach.objects.filter(pk__in=keys).with_chiefs(on)}

    def row(pk: int) -> Row:
        return Row(f"reach-{pk}", known[pk].name, responsible_words(known[pk]), states[pk])

    return Listed.of(keys, row)


def responsible_words(reach: Any) -> str:
    """The responsible chiefs of a reach that was read ``with_chiefs``."""
    held = [one.post.user.name for one in reach.current_tenures if one.kind == TenureKind.RESPONSIBLE]
    return "、".join(held) or NOBODY
