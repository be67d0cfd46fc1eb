"""The small map on the pages of rivers and reaches: a drawing of the server's own, which leads to the map itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rivers.lines.models import ReachLine
from rivers.map.facts.sketch import sketch
from rivers.registry.facts import Panel
from rivers.registry.models import Reach, River
from rivers.registry.signals import reach_shown, river_shown

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    river_shown.connect(panel_of_river, dispatch_uid="rivers.map.river")
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.map.reach")


def panel_of_river(sender: type[River], shown: River, post: Post, **_: Any) -> Panel:
    lines = ReachLine.objects.visible_to(post).filter(reach__river=shown)
    return Panel(
        "rivers/panels/map.html", {"sketch": sketch(lines, ()), "query": f"river={shown.pk}", "name": shown.name}
    )


def panel_of_reach(sender: type[Reach], shown: Reach, post: Post, **_: Any) -> Panel:
    lines = ReachLine.objects.visible_to(post).filter(reach__river=shown.river_id)
    found = sketch(lines, {shown.pk})
    return Panel("rivers/panels/map.html", {"sketch": found, "query": f"reach={shown.pk}", "name": shown.name})
