"""Who may do what with the plan of a long-term rectification, and with its stages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from issues.clocks.choices import Track
from issues.ledger.choices import State
from issues.stages.queries import AT_WORK

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from issues.ledger.models import Issue
    from issues.stages.models import Stage, StagePlan

LONGEST = timedelta(days=10 * 366)  # a later day is a slip of the year
NOT_AT_WORK = "问题现为“{}”，阶段任务不能再改动。"


def may_propose(issue: Issue, post: Post) -> Verdict:
    """By the unit that has the issue, once it has signed for it."""
    if post.role != Role.HANDLER or issue.unit_id is None or post.department_id != issue.unit_id:
        return no("整改方案由责任单位编制。")
    if issue.track != Track.LONG:
        return no("只有长期整改的问题要编制整改方案。")
    return yes_if(issue.state == State.RECTIFYING, f"问题现为“{issue.get_state_display()}”，签收以后再编制整改方案。")


def may_move(plan: StagePlan, post: Post, at: datetime) -> Verdict:
    """As long as the issue is at work: what was applied for with these stages stays as it was applied for."""
    issue = plan.issue
    return yes_if(issue.state in AT_WORK, NOT_AT_WORK.format(issue.get_state_display()))


def movable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return Q(issue__state__in=sorted(AT_WORK))


def is_open(stage: Stage) -> Verdict:
    """Neither done nor dropped: its day can be moved, and it can be dropped."""
    return yes_if(stage.is_open, "这项阶段任务已经完成或取消。")


def may_finish(stage: Stage, post: Post) -> Verdict:
    """By the unit whose stage it is, or the one that answers for the issue."""
    if not (verdict := is_open(stage)):
        return verdict
    mine = post.department_id in (stage.unit_id, stage.plan.issue.unit_id)
    return yes_if(mine, f"这项阶段任务由{stage.unit}办理。")


def may_reopen(stage: Stage) -> Verdict:
    return yes_if(stage.done_at is not None, "这项阶段任务没有报完成，不必退回。")


def may_move_to(stage: Stage, day: date, today: date) -> Verdict:
    """Another day than the one that stands, and one that is to come."""
    if day == stage.due_on:
        return no("新的完成时限与原来的相同。")
    return may_be_due(day, today)


def may_be_due(day: date, today: date) -> Verdict:
    if day > today + LONGEST:
        return no("完成时限不能超过十年，请核对年份。")
    return yes_if(day >= today, "完成时限不能早于今天。")


def owners(issue: Issue) -> QuerySet[Department]:
    """Units that a stage can be given to: the one that answers for the issue, and those that help it."""
    return Department.objects.filter(Q(pk=issue.unit_id) | Q(co_handled__issue=issue)).distinct()


def is_owner(issue: Issue, unit: Department) -> Verdict:
    if unit.pk == issue.unit_id or owners(issue).filter(pk=unit.pk).exists():
        return YES
    return no("阶段任务只能交给责任单位或协办单位；要交给别的单位，请先由河长办增加协办单位。")
