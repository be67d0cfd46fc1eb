"""The history of signboards."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.boards.models import Signboard

trace(
    Traced(
        thing="signboard",
        model=Signboard,
        rows=lambda post: Signboard.objects.visible_to(post).select_related("reach"),
        rule=sees_business,
        url=lambda board: board.get_absolute_url(),
        skip=frozenset({"region"}),  # the reach's, and moved with it
    )
)
