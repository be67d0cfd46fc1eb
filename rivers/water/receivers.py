"""The panel of the monitoring sections on the page of a river; trends when months are put back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save

from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.web.models import ImportBatch
from rivers.registry.facts import Panel
from rivers.registry.models import River
from rivers.registry.signals import river_shown
from rivers.water.facts.rivers import waters_of
from rivers.water.facts.sections import sections_of
from rivers.water.models import Section
from rivers.water.services.trends import refresh_trends

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    river_shown.connect(panel_of_river, dispatch_uid="rivers.water.river")
    post_save.connect(trends_after_undo, sender=ImportBatch, dispatch_uid="rivers.water.undo")


def trends_after_undo(instance: ImportBatch, update_fields: frozenset[str] | None, **_: Any) -> None:
    """The undo puts months back past the services; their trends are reckoned again in its transaction."""
    if instance.kind == "water" and instance.region and "undone_at" in (update_fields or ()):
        refresh_trends(Section.objects.filter(within(instance.region)))


def panel_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> Panel:
    sections = list(sections_of(Section.objects.visible_to(post).filter(river=shown), today))
    context = {"sections": sections, "waters": waters_of(sections), "river": shown, "may_add": is_office(post)}
    return Panel("rivers/panels/sections.html", context)
