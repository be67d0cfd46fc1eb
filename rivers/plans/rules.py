"""Rules of plans, over plain values: how long a cycle lasts, how much is done, what comes next, who may write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.words import decimal_words, due_words
from rivers.plans.choices import PlanKind, PlanState, TermWhat

if TYPE_CHECKING:
    from datetime import datetime

    from hezhang.core.accounts.models import Post
    from rivers.plans.models import Plan, PlanTask, TaskMilestone

# 《"一河（湖）一策"方案编制指南（试行）》 (2017-09): three years under chiefs of a province or a city, two below them.
SHIPPED = {TermWhat.CITY: 3, TermWhat.COUNTY: 2, TermWhat.TOWN: 2, TermWhat.FIRST: 30, TermWhat.LAST: 7}
FULL = 100


def may_write(post: Post, region_code: str) -> Verdict:
    """Office staff, inside their own region."""
    office = is_office(post)
    if not office:
        return office
    return yes_if(post.region.contains(region_code), "该方案属于其他区划，请由所属河长办维护。")


def cycle_end(starts_on: date, years: int) -> date:
    """The last day of a cycle of so many years."""
    # The 29th of February has no anniversary in most years; the cycle then ends with the month.
    is_leap_day = (starts_on.month, starts_on.day) == (2, 29)
    first = date(starts_on.year + years, 3, 1) if is_leap_day else starts_on.replace(year=starts_on.year + years)
    return first - timedelta(days=1)


def percent(done: Decimal, quantity: Decimal) -> int:
    """Rounded down, so that 100 stands only where nothing is missing; never above it."""
    return min(FULL, int(done * FULL // quantity)) if quantity else 0


def next_due(task: PlanTask, stones: Iterable[TaskMilestone]) -> date:
    """The day that comes next: of the first milestone that is not reached, else the task's own."""
    return min((one.due_on for one in stones if one.target > task.done), default=task.due_on)


def is_finished(task: PlanTask) -> bool:
    return task.done >= task.quantity


def standing(task: PlanTask, today: date) -> tuple[str, str]:
    """(words, tone): 已完成, 超期 3 天, 剩余 20 天; of a plan that is no longer carried out only what was done."""
    if is_finished(task):
        return "已完成", "green"
    if task.plan.state != PlanState.IN_FORCE:
        return task.plan.get_state_display(), "grey"
    if today < task.starts_on:
        return "未开始", "grey"
    left = (task.due_on - today).days
    return due_words(task.due_on, today), "red" if left < 0 else "orange" if left <= SHIPPED[TermWhat.FIRST] else "blue"


def fits_in(quantity: Decimal, of_parts: Decimal, whole: PlanTask) -> Verdict:
    """What a task is broken down to does not add up to more than the task."""
    left = whole.quantity - of_parts
    return yes_if(
        quantity <= left,
        f"上级任务“{whole.name}”共 {whole.amount}，其余分解项已占 {decimal_words(of_parts)}，"
        f"这一项最多 {decimal_words(max(left, Decimal(0)))} {whole.unit}。",
    )


def may_resume(plan: Plan, post: Post, at: datetime) -> Verdict:
    """Only what was approved once, and has no newer version in its place."""
    if plan.approved_on is None:
        return no("这份方案没有审定过，请复制后重新送审。")
    return yes_if(not plan.later.filter(approved_on__isnull=False).exists(), "已有审定的新版，不能恢复这一版。")


def may_revise(plan: Plan, post: Post, at: datetime) -> Verdict:
    """One draft at a time."""
    draft = plan.later.filter(state__in=[PlanState.DRAFT, PlanState.SUBMITTED]).first()
    return yes_if(draft is None, f"已有正在编制的“{draft}”，请先送审或终止它。" if draft else "")


def resumable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return Q(approved_on__isnull=False)


def must_have_river(kind: str, has_river: bool) -> Verdict:
    """一河一策 is a river's; what is planned for a year is a region's."""
    if kind == PlanKind.RIVER:
        return yes_if(has_river, "一河一策须选择河湖。")
    return yes_if(not has_river, "总河长令和年度任务书不针对单条河湖，请在各项任务中填写河湖。")
