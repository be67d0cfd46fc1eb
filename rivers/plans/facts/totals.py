"""Totals by river and by town: the tasks due in a year, how many are done and overdue. Each figure opens to its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from rivers.plans.models import PlanTask
from rivers.plans.rules import is_finished

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NO_RIVER, NO_TOWN = "不分河湖", "区县本级"


@dataclass
class Total:
    """A row of the page; ``asked`` is what the ledger is asked for to show the same tasks."""

    label: str
    asked: dict[str, str]
    planned: int = 0
    done: int = 0
    late: int = 0

    @property
    def percent(self) -> int:
        """Rounded down: 100 stands only where nothing is missing."""
        return self.done * 100 // self.planned if self.planned else 0

    def count(self, task: PlanTask, today: date) -> None:
        self.planned += 1
        self.done += is_finished(task)
        self.late += not is_finished(task) and task.plan.is_in_force and task.due_on < today

    def _url(self, tab: str) -> str:
        return f"{reverse('rivers:plan_tasks')}?{urlencode({'tab': tab, **self.asked})}"

    @property
    def planned_url(self) -> str:
        return self._url("all")

    @property
    def done_url(self) -> str:
        return self._url("done")

    @property
    def late_url(self) -> str:
        return self._url("overdue")


def totals_of(post: Post, year: int, kind: str, today: date) -> tuple[Total, list[Total], list[Total]]:
    """(all, by river, by town) of the tasks due in that year that the post may see; ``kind`` "" for every kind of plan."""
    rows = PlanTask.objects.visible_to(post).counted().with_done().filter(due_on__year=year)
    rows = rows.select_related("plan", "river", "region").order_by("pk")
    tasks = list(rows.filter(plan__kind=kind) if kind else rows)
    asked = {"year": str(year), **({"kind": kind} if kind else {})}
    whole = Total("合计", asked)
    for task in tasks:
        whole.count(task, today)
    towns = {one.code: one.name for one in Region.objects.filter(code__in={_town(task) for task in tasks})}
    by_river = _grouped(tasks, today, lambda task: _river(task, asked))
    by_town = _grouped(tasks, today, lambda task: _of_town(task, towns, asked))
    return whole, by_river, by_town


def _grouped(tasks: Iterable[PlanTask], today: date, head: Callable[[PlanTask], tuple[Any, Total]]) -> list[Total]:
    found: dict[Any, Total] = {}
    for task in tasks:
        key, total = head(task)
        found.setdefault(key, total).count(task, today)
    return [found[key] for key in sorted(found)]


def _river(task: PlanTask, asked: dict[str, str]) -> tuple[Any, Total]:
    if task.river is None:
        return "~", Total(NO_RIVER, {**asked, "scope": "no_river"})
    return task.river.code, Total(task.river.name, {**asked, "river": str(task.river_id)})


def _town(task: PlanTask) -> str:
    """The code of the task's town; "" for what hangs on none."""
    town, county = (task.region_id[: CODE_DIGITS[tier]].ljust(12, "0") for tier in (Tier.TOWN, Tier.COUNTY))
    return "" if town == county else town


def _of_town(task: PlanTask, names: dict[str, str], asked: dict[str, str]) -> tuple[Any, Total]:
    code = _town(task)
    if not code:
        return "~", Total(NO_TOWN, {**asked, "scope": "county"})
    return code, Total(names.get(code, code), {**asked, "town": code})
