"""The panels of the signboards on the pages of rivers and reaches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rivers.boards.facts import boards_of
from rivers.boards.models import Signboard
from rivers.registry.facts import Panel
from rivers.registry.models import Reach, River
from rivers.registry.signals import reach_shown, river_shown

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    river_shown.connect(panel_of_river, dispatch_uid="rivers.boards.river")
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.boards.reach")


def panel_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> Panel:
    boards = Signboard.objects.visible_to(post).filter(reach__river=shown)
    return Panel("rivers/panels/boards.html", {"boards": boards_of(boards, today)})


def panel_of_reach(sender: type[Reach], shown: Reach, post: Post, today: date, **_: Any) -> Panel:
    boards = Signboard.objects.visible_to(post).filter(reach=shown)
    return Panel("rivers/panels/boards.html", {"boards": boards_of(boards, today), "reach": shown})
