"""The panel of splits and joins on the page of a reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rivers.cutting.choices import CutKind
from rivers.cutting.facts import cuts_of
from rivers.cutting.models import Cut
from rivers.registry.facts import Panel
from rivers.registry.models import Reach
from rivers.registry.rules import may_keep
from rivers.registry.signals import lifetime_asked, reach_shown

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    reach_shown.connect(panel_of_reach, dispatch_uid="rivers.cutting.reach")
    lifetime_asked.connect(became, sender=Reach, dispatch_uid="rivers.cutting.lifetime")


def became(sender: type[Reach], shown: Reach, **_: Any) -> list[str]:
    """What ended in a split or a join has become others, on that very day: neither comes back by hand nor ends on another."""
    cut = Cut.objects.filter(parts__reach=shown, parts__is_new=False, undone_at=None).first()
    if cut is None:
        return []
    new = Reach.objects.filter(cuts__cut=cut, cuts__is_new=True).order_by("pk").values_list("name", flat=True)
    back = "合并" if cut.kind == CutKind.SPLIT else "拆分"
    return [f"它已{cut.get_kind_display()}为{'、'.join(new)}，终止时间随之确定；要恢复请用{back}"]


def panel_of_reach(sender: type[Reach], shown: Reach, post: Post, today: date, **_: Any) -> Panel:
    may = bool(may_keep(post, shown.region_id))
    may_cut = may and shown.ended_on is None
    context = {"reach": shown, "cuts": cuts_of(shown, post, today), "may_cut": may_cut, "may_keep": may}
    return Panel("rivers/panels/cuts.html", context)
