"""The tab of the monitoring sections in a river's home; trends when months are put back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save

from hezhang.core.accounts.queries import within
from hezhang.core.web.models import ImportBatch
from rivers.boards.rules import Fact
from rivers.boards.services import settle_reaches
from rivers.boards.signals import facts_asked
from rivers.registry import homes
from rivers.registry.facts import Figure
from rivers.registry.models import Reach, River
from rivers.registry.services import standing_words
from rivers.registry.signals import lifetime_asked, river_figures
from rivers.water.choices import WaterClass
from rivers.water.facts.rivers import water_figures
from rivers.water.facts.sections import with_target
from rivers.water.models import Section, SectionTarget
from rivers.water.services.trends import refresh_trends

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    facts_asked.connect(target_of_boards, dispatch_uid="rivers.water.boards")
    for model in (Section, SectionTarget):
        post_save.connect(settle_boards, sender=model, dispatch_uid="rivers.water.settle")
    river_figures.connect(figures_of_river, dispatch_uid="rivers.water.figures")
    lifetime_asked.connect(still_monitored, sender=River, dispatch_uid="rivers.water.lifetime")
    homes.RIVER.add("water", "水质", "rivers:river_water", order=50)
    post_save.connect(trends_after_undo, sender=ImportBatch, dispatch_uid="rivers.water.undo")


def trends_after_undo(instance: ImportBatch, update_fields: frozenset[str] | None, **_: Any) -> None:
    """The undo puts months back past the services; their trends are reckoned again in its transaction."""
    if instance.kind == "water" and instance.region and "undone_at" in (update_fields or ()):
        refresh_trends(Section.objects.filter(within(instance.region)))


def figures_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> list[Figure]:
    return water_figures(shown, post, today)


def still_monitored(sender: type[River], shown: River, on: date | None, **_: Any) -> list[str]:
    """A river ends without sections: what is measured there would be of nothing."""
    if on is None:
        return []
    rows = Section.objects.filter(river=shown).outliving(on).order_by("code")
    return standing_words("未终止的监测断面", "个", rows.values_list("name", flat=True))


def target_of_boards(sender: type, reaches: list[Reach], day: date, **_: Any) -> dict[int, list[Fact]]:
    """What a board says of the water: the strictest class asked of the river's sections in the reach's region or around it."""
    rivers = {reach.river_id for reach in reaches}
    rows = with_target(Section.objects.standing(day).filter(river__in=rivers), day).select_related("region")
    by_river: dict[int, list[Any]] = defaultdict(list)
    for section in rows:
        by_river[section.river_id].append(section)
    return {reach.pk: [_target(reach, by_river[reach.river_id])] for reach in reaches}


def _target(reach: Reach, sections: list[Any]) -> Fact:
    near = [
        one.target_now
        for one in sections
        if reach.region.contains(one.region_id) or one.region.contains(reach.region_id)
    ]
    return Fact("target", "目标水质", str(WaterClass(min(near)).label) if near else "")


def settle_boards(instance: Section | SectionTarget, **_: Any) -> None:
    river = instance.river_id if isinstance(instance, Section) else instance.section.river_id
    settle_reaches(Reach.objects.filter(river=river).values_list("pk", flat=True))
