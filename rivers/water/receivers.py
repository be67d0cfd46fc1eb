"""The panel of the monitoring sections on the page of a river."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.rules import is_office
from rivers.registry.facts import Panel
from rivers.registry.models import River
from rivers.registry.signals import river_shown
from rivers.water.facts.rivers import waters_of
from rivers.water.facts.sections import sections_of
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    river_shown.connect(panel_of_river, dispatch_uid="rivers.water.river")


def panel_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> Panel:
    sections = list(sections_of(Section.objects.visible_to(post).filter(river=shown), today))
    context = {"sections": sections, "waters": waters_of(sections), "river": shown, "may_add": is_office(post)}
    return Panel("rivers/panels/sections.html", context)
