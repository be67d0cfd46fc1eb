"""The small map on the pages of rivers and reaches: a drawing of the server's own, which leads to the map itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rivers.lines.models import ReachLine
from rivers.map.facts.sketch import sketch
from rivers.registry import homes
from rivers.registry.facts import Panel
from rivers.registry.models import Reach, River
from rivers.registry.signals import reach_shown, river_shown

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    homes.RIVER.add("map", "地图", "rivers:river_map", order=30)
    homes.REACH.add("map", "地图", "rivers:reach_map", order=30)
    river_shown.connect(panel_of_river, dispatch_uid="rivers.map.river")
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.map.reach")


def panel_of_river(sender: type[River], shown: River, post: Post, **_: Any) -> Panel:
    lines = ReachLine.objects.visible_to(post).filter(reach__river=shown)
    context = {"sketch": sketch(lines, ()), "query": f"river={shown.pk}", "name": shown.name}
    return Panel("rivers/panels/map.html", context, is_aside=True)


def panel_of_reach(sender: type[Reach], shown: Reach, post: Post, **_: Any) -> Panel:
    lines = ReachLine.objects.visible_to(post).filter(reach__river=shown.river_id)
    context = {"sketch": sketch(lines, {shown.pk}), "query": f"reach={shown.pk}", "name": shown.name}
    return Panel("rivers/panels/map.html", context, is_aside=True)
