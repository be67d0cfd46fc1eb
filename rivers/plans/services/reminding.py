"""Reminders of what is due, reckoned from dates: nothing has to run on the day for them to be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hezhang.core.kernel.words import day_words, due_words
from hezhang.core.notify.services import tell
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.plans.models import PlanTask, PlanTerm, TaskMilestone
from rivers.plans.rules import next_due
from rivers.plans.services.terms import days_ahead
from rivers.plans.workflow import TABLE, owners_of


def remind(at: datetime | None = None) -> int:
    """Tell the owners of what is due soon or overdue: at each step once a person; returns how many messages were written.

    What comes next is the first milestone that is not reached, else the task's own day. After days of standing still
    each hears of the step that applies now, and not of those that were missed.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    terms = PlanTerm.objects.by_place()
    farthest = max(days_ahead(terms.every()), default=0)
    known: dict[tuple, set[int]] = {}
    sent = 0
    for task in _near(today + timedelta(days=farthest)):
        due = next_due(task, task.milestones.all())
        if step := _step(due, days_ahead(terms.of(task.region_id)), today):
            key = (task.reach_id, task.owner_id, task.department_id)
            if key not in known:
                known[key] = _users(task, today)
            sent += _tell(task, due, step, known[key], at)
    return sent


def _near(day: date) -> Iterator[PlanTask]:
    """Running tasks of which something is due by that day."""
    stones = TaskMilestone.objects.filter(task=OuterRef("pk"), due_on__lte=day, target__gt=OuterRef("done"))
    rows = PlanTask.objects.running().filter(Q(due_on__lte=day) | Exists(stones)).with_names()
    return iter(rows.prefetch_related("milestones").order_by("pk"))


def _step(due: date, days: list[int], today: date) -> str:
    """Which reminder applies: 30, 7, late; "" for none as yet."""
    if due < today:
        return "late"
    return str(min((one for one in days if due - timedelta(days=one) <= today), default=""))


def _users(task: PlanTask, today: date) -> set[int]:
    """Who has it on the desk; where nobody has, the office, that somebody may be found."""
    found = set(owners_of([task], today).order_by().values_list("user_id", flat=True))
    return found or set(TABLE.audiences["office"].posts(task.plan).order_by().values_list("user_id", flat=True))


@transaction.atomic
def _tell(task: PlanTask, due: date, step: str, users: set[int], at: datetime) -> int:
    words = due_words(due, timezone.localdate(at))
    title = f"方案任务{'已逾期' if step == 'late' else '即将到期'}：{task}"
    body = f"{task.plan}；{task.amount}；{'完成时限' if due == task.due_on else '年度节点'} {day_words(due)}，{words}"
    return sum(
        tell(
            user_id, kind="plan_task.remind", title=title, body=body, url=task.get_absolute_url(), at=at,
            key=f"plan_task:{task.pk}:{due:%Y%m%d}:{step}:{user_id}",
        )
        for user_id in sorted(users)
    )  # fmt: skip


def follow_tenure(begun: Tenure | None, *, at: datetime | None = None) -> None:
    """Whoever takes over a reach hears what is owed on it: the tasks are on that desk from the first day on."""
    if begun is None or begun.kind != TenureKind.RESPONSIBLE:
        return
    tasks = list(PlanTask.objects.running().filter(reach=begun.reach_id).order_by("due_on", "pk"))
    if tasks:
        first = tasks[0]
        tell(
            begun.post.user_id, kind="plan_task.follow", title=f"您接任的河段有 {len(tasks)} 项方案任务：{begun.reach}",
            body=f"最近到期：{first}，{day_words(first.due_on)}前完成", url=first.get_absolute_url(),
            key=f"plan_task:tenure:{begun.pk}", at=at or timezone.now(),
        )  # fmt: skip
