"""What signboards are found by."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.boards.models import Signboard


def text(board: Signboard) -> str:
    parts = [board.code, board.place, initials(board.place), board.reach.name, initials(board.reach.name)]
    return " ".join([*parts, board.reach.river.name])


def hit(board: Signboard) -> Hit:
    line = " · ".join(filter(None, [board.reach.name, board.place]))
    return Hit(f"公示牌 {board.code}", line, board.get_absolute_url())


register(
    Source(
        kind="board",
        title="公示牌",
        icon="flag",
        model=Signboard,
        text=text,
        fields=frozenset({"code", "place", "reach"}),
        joined=("reach__river",),
        leans={"reach": "name", "reach__river": "name"},
        rank=60,
        rows=lambda post: Signboard.objects.visible_to(post).select_related("reach"),
        name="code",
        order=("code",),
        hit=hit,
        list_url="rivers:signboards",
        rule=sees_business,
    )
)
