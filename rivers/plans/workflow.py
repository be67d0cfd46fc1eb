"""The transition table of a plan. Its Markdown form (``manage.py workflow_table plans``) stands in the README."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import TIER_ORDER
from hezhang.core.workflow.table import Audience, Row, Table
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.plans import rules
from rivers.plans.choices import PlanState
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from rivers.plans.models import Plan, PlanTask


def _in_office(plan: Plan, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region.contains(plan.region_id)


def _office(plan: Plan) -> QuerySet[Post]:
    """The county's office, and the town's where it has one; of a city's plan the city's."""
    codes = {plan.region_id[:digits].ljust(12, "0") for digits in (6, 9)}
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id__in=codes)


def _is_head(plan: Plan, post: Post, at: datetime) -> bool:
    return post.role == Role.OFFICE_HEAD and post.region.contains(plan.region_id)


def _heads(plan: Plan) -> QuerySet[Post]:
    return _office(plan).filter(role=Role.OFFICE_HEAD)


def _is_approver(plan: Plan, post: Post, at: datetime) -> bool:
    return plan.approver_id == post.pk


def _approver(plan: Plan) -> QuerySet[Post]:
    return Post.objects.filter(pk=plan.approver_id)


def owners_of(tasks: Iterable[PlanTask], on: date | None = None) -> QuerySet[Post]:
    """On whose desks these tasks lie that day: named posts, chiefs of reaches, handlers of units."""
    on, rows = on or timezone.localdate(), list(tasks)
    reaches, units = {one.reach_id for one in rows}, {one.department_id for one in rows}
    led = Tenure.objects.current(on).filter(kind=TenureKind.RESPONSIBLE, reach__in=_led(reaches - {None}, on))
    acting = Acting.objects.current(on).filter(tenure__in=led.order_by().values("pk"))
    mine = Q(pk__in={one.owner_id for one in rows} - {None}) | Q(pk__in=led.order_by().values("post"))
    mine |= Q(pk__in=acting.order_by().values("post"))
    return Post.objects.current(on).filter(mine | Q(role=Role.HANDLER, department__in=units - {None}))


def _led(reaches: set[int | None], on: date) -> set[int | None]:
    """For each of the reaches itself, or while it is vacant the nearest above that has a responsible chief (0022)."""
    found: set[int | None] = set()
    for _ in TIER_ORDER:
        held = Tenure.objects.current(on).filter(kind=TenureKind.RESPONSIBLE, reach__in=reaches)
        led = set(held.order_by().values_list("reach", flat=True))
        found |= led
        reaches = set(Reach.objects.filter(pk__in=reaches - led).order_by().values_list("parent", flat=True)) - {None}
    return found


def _owners(plan: Plan) -> QuerySet[Post]:
    return owners_of(plan.tasks.all())


def _owns(plan: Plan, post: Post, at: datetime) -> bool:
    return owners_of(plan.tasks.all(), timezone.localdate(at)).filter(pk=post.pk).exists()


AUDIENCES = [
    Audience(
        "office", "河长办", _in_office, _office, queue=lambda post, at: Q() if post.role in OFFICE_ROLES else None
    ),
    Audience(
        "head", "河长办负责人", _is_head, _heads, queue=lambda post, at: Q() if post.role == Role.OFFICE_HEAD else None
    ),
    Audience("approver", "审定人", _is_approver, _approver, queue=lambda post, at: Q(approver=post.pk)),
    Audience("owners", "各责任人", _owns, _owners),
]
S = PlanState
ROWS = [
    Row("draw_plan", "编制方案", frozenset(), S.DRAFT, who=("office",), own_page=True, icon="plus"),
    Row(
        "submit_plan", "送审", frozenset({S.DRAFT}), S.SUBMITTED, who=("office",), needs=("approver",),
        tells=("approver",), condition="至少一项任务，每项都有责任人或责任单位", done="方案待审定", leads_on=True,
    ),
    Row(
        "approve_plan", "审定", frozenset({S.SUBMITTED}), S.IN_FORCE, who=("approver", "head"), needs=("approved_on",),
        tells=("office", "owners"), condition="同一河湖没有别的执行中方案", done="方案已审定，开始执行", leads_on=True,
        icon="check", tone="green",
    ),
    Row(
        "return_plan", "退回修改", frozenset({S.SUBMITTED}), S.DRAFT, who=("approver", "office"), needs=("words",),
        tells=("office",), done="方案退回修改", icon="refresh", tone="orange",
    ),
    Row(
        "revise_plan", "修订", frozenset({S.IN_FORCE}), "", who=("office",), may=rules.may_revise,
        condition="没有正在编制的新版", icon="edit", press=True,
    ),
    Row(
        "copy_plan", "转入下一周期", frozenset({S.IN_FORCE, S.DONE}), "", who=("office",), may=rules.may_revise,
        condition="没有正在编制的新版", icon="arrow-right",
    ),
    Row(
        "finish_plan", "办结", frozenset({S.IN_FORCE}), S.DONE, who=("office",), tells=("approver",),
        condition="各项任务都已完成", done="方案已办结", press=True, icon="check", tone="green",
    ),
    Row(
        "stop_plan", "终止", frozenset({S.DRAFT, S.SUBMITTED, S.IN_FORCE}), S.STOPPED, who=("office",),
        needs=("words",), tells=("approver", "owners"), done="方案已终止", style="outline-danger", icon="x", tone="red",
    ),
    Row(
        "resume_plan", "恢复执行", frozenset({S.DONE, S.STOPPED}), S.IN_FORCE, who=("office",), needs=("words",),
        tells=("approver", "owners"), may=rules.may_resume, queue=rules.resumable_by,
        condition="审定过，没有已审定的新版", done="方案恢复执行", icon="refresh",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in S}, AUDIENCES, urls="rivers")
