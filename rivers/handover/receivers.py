"""What the handover hears of chiefs: what would be left behind, and that a change has been written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import Ended
from rivers.chiefs.signals import chiefs_changed, chiefs_leaving
from rivers.handover import services
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.heads.models import HeadTenure
from rivers.heads.signals import heads_ended
from rivers.registry.facts import Panel
from rivers.registry.models import Reach
from rivers.registry.signals import reach_shown

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    chiefs_leaving.connect(foretell, dispatch_uid="rivers.handover.foretell")
    chiefs_changed.connect(follow, dispatch_uid="rivers.handover.follow")
    heads_ended.connect(follow_heads, dispatch_uid="rivers.handover.heads")
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.handover.reach")


def panel_of_reach(sender: type[Reach], shown: Reach, post: Post, **_: Any) -> Panel:
    sheets = Handover.objects.visible_to(post).filter(items__reach=shown, items__group="河段")
    rows = (
        sheets.exclude(state__in=[HandoverState.VOID, HandoverState.FOLDED])
        .select_related("outgoing__user", "incoming__user")
        .distinct()
    )
    return Panel("rivers/panels/handovers.html", {"sheets": rows})


def foretell(sender: type[Tenure], tenures: Sequence[Tenure], on: date, **_: Any) -> list[str]:
    return services.foretell(tenures, on)


def follow(
    sender: type[Tenure], ended: Sequence[Ended], begun: Tenure | None, post: Post | None, by: Post | None, **_: Any
) -> None:
    """In the act's own transaction: both stand, or neither."""
    services.follow_change(ended, begun, post, by=by)


def follow_heads(
    sender: type[HeadTenure], ended: Sequence[tuple[HeadTenure, date | None]], post: Post, **_: Any
) -> None:
    services.note_heads(post, ended)
