"""Progress: what had been done by a day, with words and photos. Appended, and taken back only on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.audit.services import record
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.words import day_words, decimal_words
from hezhang.core.workflow.engine import lock
from rivers.plans import rules
from rivers.plans.models import PlanTask, ProgressPhoto, TaskProgress

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def may_report(task: PlanTask, post: Post, today: date) -> Verdict:
    """On whose desk the task lies today, and the office for it; on what is carried out and not broken down further."""
    if not task.plan.is_in_force:
        return no(f"方案现为“{task.plan.get_state_display()}”，执行中的方案才能填报进展。")
    if task.parts.exists():
        return no("这项任务已经分解，请在各分解项上填报，这里自动合计。")
    if rules.may_write(post, task.plan.region_id):
        return yes_if(True, "")
    mine = PlanTask.objects.filter(pk=task.pk).of_post(post, today).exists()
    return yes_if(mine, "进展由责任人填报，责任人不便填报的由河长办代填。")


@transaction.atomic
def report_progress(
    task: PlanTask, *, by: Post | None, day: date, done: Decimal, words: str = "", photos: Sequence[Upload] = (),
    once: UUID | None = None, at: datetime | None = None,
) -> TaskProgress:  # fmt: skip
    """Append what had been done in all (``done``, in the task's unit) by that day. The same form twice is one report.

    Raises NotAllowed, ValidationError by field: less than before (the office may, with the reason), more than planned,
    a day ahead or before the last report.
    """
    at = at or timezone.now()
    lock(task)  # of two reports at once the second sees the first
    known = TaskProgress.objects.filter(once=once, task=task).first() if once else None
    if known:
        return known
    if by is not None:
        demand(may_report(task, by, timezone.localdate(at)))
    _check_day(task, day, timezone.localdate(at))
    _check_done(task, done, words, by)
    row = TaskProgress(task=task, day=day, done=done, words=words.strip(), post=by, at=at, once=once)
    row.full_clean(exclude=["once"])
    row.save(force_insert=True)
    ProgressPhoto.objects.bulk_create([ProgressPhoto(report=row, upload=photo) for photo in photos])
    shown = {"day": day, "done": done, "words": row.words, "photos": len(photos)}
    record("plan_task.report_progress", task, post=by, after=shown, at=at)
    return row


def _last(task: PlanTask) -> TaskProgress | None:
    return TaskProgress.objects.standing().filter(task=task).order_by("-day", "-id").first()


def _check_day(task: PlanTask, day: date, today: date) -> None:
    if day > today:
        raise ValidationError({"day": "进展日期不能晚于今天。"})
    if day < task.starts_on:
        raise ValidationError({"day": f"任务自 {day_words(task.starts_on)} 开始，进展日期不能更早。"})
    last = _last(task)
    if last and day < last.day:
        raise ValidationError({"day": f"已有 {day_words(last.day)} 的进展，不能补填更早的。"})


def _check_done(task: PlanTask, done: Decimal, words: str, by: Post | None) -> None:
    if done < 0:
        raise ValidationError({"done": "累计完成不能小于 0。"})
    if done > task.quantity:
        raise ValidationError({"done": f"计划共 {task.amount}；确有超额的，请填计划数，超出部分写在说明里。"})
    last = _last(task)
    if last is None or done >= last.done:
        return
    before = f"{day_words(last.day)}已填报累计 {decimal_words(last.done)} {task.unit}"
    if by is not None and not is_office(by):
        raise ValidationError({"done": f"{before}，累计数不能减少。当天填错的可以撤回；以前填错的请河长办核减。"})
    if not words.strip():
        raise ValidationError({"words": f"{before}，核减请说明原因。"})


def may_withdraw(row: TaskProgress, post: Post, today: date) -> Verdict:
    """The last report, on the day on which it was made, by its writer or the office."""
    if row.withdrawn_at:
        return no("这次填报已经撤回。")
    if timezone.localdate(row.at) != today:
        return no("填报只能在当天撤回；以前填错的，请河长办按实际数重新填报并说明。")
    mine = row.post is not None and row.post.user_id == post.user_id
    return yes_if(mine or bool(rules.may_write(post, row.task.plan.region_id)), "由填报人本人或河长办撤回。")


@transaction.atomic
def withdraw_progress(row: TaskProgress, *, by: Post, why: str, at: datetime | None = None) -> TaskProgress:
    """Take a report back; it stays readable, and counts no more."""
    at = at or timezone.now()
    lock(row.task)
    row = TaskProgress.objects.select_related("task__plan", "post").get(pk=row.pk)
    demand(may_withdraw(row, by, timezone.localdate(at)))
    last = _last(row.task)
    if last is None or last.pk != row.pk:
        raise Refusal("在这之后还有填报，请先撤回后面的。", status=409)
    if not why.strip():
        raise ValidationError({"why": "请说明撤回原因。"})
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by, why.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    before = {"day": row.day, "done": row.done}
    record("plan_task.withdraw_progress", row.task, post=by, before=before, after={"why": row.withdrawn_why}, at=at)
    return row
