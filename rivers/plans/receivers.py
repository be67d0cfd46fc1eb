"""The tab 一河一策 in the home of a river, its figure in the overview; and who takes over a reach hears of its tasks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from rivers.chiefs.models import Tenure
from rivers.chiefs.signals import chiefs_changed
from rivers.plans import services
from rivers.plans.choices import UNDER_WAY
from rivers.plans.models import Plan, PlanTask
from rivers.registry import homes
from rivers.registry.facts import Tally
from rivers.registry.models import Reach, River
from rivers.registry.services import standing_words
from rivers.registry.signals import lifetime_asked, river_figures

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    homes.RIVER.add("plans", "一河一策", "rivers:river_plans", order=50)
    chiefs_changed.connect(follow, dispatch_uid="rivers.plans.follow")
    river_figures.connect(figures_of_river, dispatch_uid="rivers.plans.figures")
    lifetime_asked.connect(still_planned, sender=River, dispatch_uid="rivers.plans.river")
    lifetime_asked.connect(still_owed, sender=Reach, dispatch_uid="rivers.plans.reach")


def still_planned(sender: type[River], shown: River, on: date | None, **_: Any) -> list[str]:
    """A river ends without a plan in force, or one on its way there: its tasks would be owed for nothing."""
    rows = Plan.objects.filter(river=shown, state__in=UNDER_WAY).order_by("pk") if on else Plan.objects.none()
    return standing_words("未办结的方案", "份", rows.values_list("title", flat=True))


def still_owed(sender: type[Reach], shown: Reach, on: date | None, **_: Any) -> list[str]:
    """A reach ends without open tasks of plans; who splits or joins it takes them along."""
    rows = PlanTask.objects.running().filter(reach=shown).order_by("pk") if on else PlanTask.objects.none()
    return standing_words("未完成的方案任务", "项", rows.values_list("name", flat=True))


def follow(sender: type[Tenure], begun: Tenure | None, **_: Any) -> None:
    """In the transaction of the appointment."""
    services.follow_tenure(begun)


def figures_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> list[Tally]:
    late = PlanTask.objects.visible_to(post).filter(river=shown).counted().with_done().late(today)
    url = f"{reverse('rivers:plan_tasks')}?tab=overdue&river={shown.pk}"
    return [Tally("方案任务逾期", late, url, 50, "项")]
