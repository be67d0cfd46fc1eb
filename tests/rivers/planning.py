"""Plans at every state, for the tests of plans: the days are reckoned from the clock."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from rivers.plans import services
from rivers.plans.choices import ItemList, PlanKind
from rivers.plans.models import Plan, PlanTask
from rivers.plans.services.tasking import Stone


def today() -> date:
    return timezone.localdate()


def drawn(cast: Any, **changed: Any) -> Plan:
    """A draft of 澄溪, without lists."""
    facts = {
        "kind": PlanKind.RIVER,
        "title": "澄溪一河一策",
        "river": cast.river,
        "starts_on": today() - timedelta(days=200),
    }
    facts |= {"ends_on": today() + timedelta(days=400)}
    return services.draw_plan(by=cast.clerk, **facts | changed)


def book(cast: Any, **changed: Any) -> Plan:
    facts = {"kind": PlanKind.BOOK, "title": "年度任务书", "river": None, "region": cast.county}
    return drawn(cast, **facts | changed)


def task(cast: Any, plan: Plan, **changed: Any) -> PlanTask:
    """3.5 km of pipes in 桥头镇, owed by the chief of the town's reach in 100 days."""
    stones = changed.pop("stones", ())
    parent = changed.pop("parent", None)
    facts = {"name": "截污纳管", "quantity": Decimal("3.5"), "unit": "公里", "reach": cast.town_reach}
    facts |= {"starts_on": plan.starts_on, "due_on": today() + timedelta(days=100)}
    return services.add_task(plan, facts | changed, by=cast.clerk, parent=parent, stones=stones)


def filled(cast: Any, **changed: Any) -> Plan:
    """A draft with a problem, a goal and a task: fit to be submitted."""
    plan = drawn(cast, **changed)
    if plan.has_lists:
        problem = services.add_item(plan, {"name": "污水直排"}, by=cast.clerk, kind=ItemList.PROBLEM)
        goal = {"name": "断面水质", "problem": problem, "base": "Ⅳ类", "target": "Ⅲ类"}
        services.add_item(plan, goal, by=cast.clerk, kind=ItemList.GOAL)
    task(cast, plan, goal=plan.items.goals().first())
    return plan


def submitted(cast: Any, **changed: Any) -> Plan:
    plan = filled(cast, **changed)
    services.submit_plan(plan, by=cast.clerk, approver=cast.county_chief)
    return plan


def in_force(cast: Any, **changed: Any) -> Plan:
    plan = submitted(cast, **changed)
    services.approve_plan(plan, by=cast.county_chief, approved_on=today())
    return plan


def finished(cast: Any) -> Plan:
    plan = in_force(cast)
    report(cast, plan.tasks.get(), "3.5")
    services.finish_plan(plan, by=cast.clerk)
    return plan


def stopped(cast: Any) -> Plan:
    plan = in_force(cast)
    services.stop_plan(plan, by=cast.clerk, words="河道改线")
    return plan


AT = {"draft": filled, "submitted": submitted, "in_force": in_force, "done": finished, "stopped": stopped}


def report(cast: Any, one: PlanTask, done: str, **more: Any) -> Any:
    return services.report_progress(one, **{"by": cast.clerk, "day": today(), "done": Decimal(done)} | more)


def done_of(one: PlanTask) -> Decimal:
    return PlanTask.objects.with_done().get(pk=one.pk).done


def stone(days: int, target: str | None = None, name: str = "") -> Stone:
    return Stone(today() + timedelta(days=days), Decimal(target) if target else None, name)
