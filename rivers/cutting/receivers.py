"""The panel of splits and joins on the page of a reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rivers.cutting.facts import cuts_of
from rivers.registry.facts import Panel
from rivers.registry.models import Reach
from rivers.registry.rules import may_keep
from rivers.registry.signals import reach_shown

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.cutting.reach")


def panel_of_reach(sender: type[Reach], shown: Reach, post: Post, today: date, **_: Any) -> Panel:
    may = bool(may_keep(post, shown.region_id))
    may_cut = may and shown.ended_on is None
    context = {"reach": shown, "cuts": cuts_of(shown, post, today), "may_cut": may_cut, "may_keep": may}
    return Panel("rivers/panels/cuts.html", context)
