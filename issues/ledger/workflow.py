"""The transition table of the issue ledger: who may do what in which state, and whom it tells.

Its Markdown form (``manage.py workflow_table``) stands in the README; buttons are drawn from it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table
from issues.ledger import rules
from issues.ledger.choices import ListLevel, State
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure

if TYPE_CHECKING:
    from issues.ledger.models import Issue


def _in_office(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region.contains(issue.region_id)


def _office(issue: Issue) -> QuerySet[Post]:
    """Who is told: the office that listed it, and the county's office unless a town listed it for itself."""
    codes = {rules.listing_code(issue)}
    if issue.list_level != ListLevel.TOWN:
        codes.add(issue.region_id[:6].ljust(12, "0"))
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id__in=codes)


def _listing_office(issue: Issue) -> QuerySet[Post]:
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id=rules.listing_code(issue))


def _in_unit(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role == Role.HANDLER and issue.unit_id is not None and post.department_id == issue.unit_id


def _unit(issue: Issue) -> QuerySet[Post]:
    return Post.objects.handlers_of(issue.unit_id) if issue.unit_id else Post.objects.none()


def _is_chief(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role == Role.CHIEF and rules.answers_for(issue, post, timezone.localdate(at))


def _chief_queue(post: Post, at: datetime) -> Q | None:
    return rules.answered_for(post, timezone.localdate(at)) if post.role == Role.CHIEF else None


def _chiefs(issue: Issue) -> QuerySet[Post]:
    """Chief and deputies of the reach today, the chief of the nearest above where it has none.

    The chief of the day of finding, too, until a successor has come.
    """
    here, today = Q(reach_id=issue.reach_id, kind__in=rules.LEADING), timezone.localdate()
    answering = Q(reach_id=rules.reach_led_for(issue.reach_id, today), kind=TenureKind.RESPONSIBLE)
    held = Tenure.objects.current(today).filter(here | answering)
    successors = held.filter(here, kind=TenureKind.RESPONSIBLE).exclude(post_id=issue.chief_id)
    found_under = Q(pk=issue.chief_id) & ~Exists(successors)
    return Post.objects.current().filter(Q(pk__in=held.values("post_id")) | found_under)


def _is_patroller(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role == Role.PATROLLER and post.region.contains(issue.region_id)


def _patrollers(issue: Issue) -> QuerySet[Post]:
    """Patrol staff of the issue's village, town and county."""
    # County, town and village, by the digits of their codes (decision 0002).
    codes = [issue.region_id[:digits].ljust(12, "0") for digits in (6, 9, 12)]
    return Post.objects.current().filter(role=Role.PATROLLER, region_id__in=codes)


def _is_reporter(issue: Issue, post: Post, at: datetime) -> bool:
    return issue.reporter_id is not None and post.pk == issue.reporter_id


def _reporter(issue: Issue) -> QuerySet[Post]:
    return Post.objects.current().filter(pk=issue.reporter_id)


def _may_report(issue: Issue, post: Post, at: datetime) -> bool:
    return bool(rules.may_report(post)) and post.region.contains(issue.region_id)


def _all_seen_by(*roles: str) -> Callable[[Post, datetime], Q | None]:
    """Whom the ledger shows no issue but those around which it belongs to the group: the scope is the queue."""
    return lambda post, at: Q() if post.role in roles else None


AUDIENCES = [
    Audience("office", "河长办", _in_office, _office, queue=_all_seen_by(*OFFICE_ROLES)),
    Audience("listing_office", "列入层级的河长办", _in_office, _listing_office),
    Audience("unit", "责任单位", _in_unit, _unit, queue=_all_seen_by(Role.HANDLER)),
    Audience("chief", "责任河长", _is_chief, _chiefs, queue=_chief_queue),
    Audience("patroller", "巡河员", _is_patroller, _patrollers, queue=_all_seen_by(Role.PATROLLER)),
    Audience("reporter", "发现人", _is_reporter, _reporter),
    Audience("finder", "河长、巡河员、河长办", _may_report, lambda issue: Post.objects.none()),
]
S = State
RUNNING = {S.REGISTERED, S.DISPATCHED, S.RECTIFYING, S.APPLIED, S.VERIFIED}
ROWS = [
    Row(
        "report", "上报", frozenset(), S.REPORTED, who=("finder",), needs=("text",), tells=("office",),
        condition="本人辖区内", public="已收到，等待核实", done="新问题待登记", style="primary", icon="plus",
    ),
    Row(
        "register", "登记", frozenset({S.REPORTED}), S.REGISTERED, who=("office",),
        needs=("category", "severity", "track"), tells=("reporter", "chief"),
        public="已登记", done="问题已登记", leads_on=True, icon="clipboard",
    ),
    Row(
        "dispatch", "交办", frozenset({S.REGISTERED}), S.DISPATCHED, who=("office",),
        needs=("unit", "requirement", "due_on"), deadline="自交办日起按整改方式和严重程度起算工作日",
        tells=("unit", "chief"), public="已交办责任单位", done="问题已交办", leads_on=True, icon="arrow-right",
    ),
    Row(
        "sign_for", "签收", frozenset({S.DISPATCHED}), S.RECTIFYING, who=("unit",), deadline="不变",
        tells=("office",), public="责任单位已签收，正在整改", done="责任单位已签收", leads_on=True, press=True, icon="check",
    ),
    Row(
        "return", "责任退回", frozenset({S.DISPATCHED, S.RECTIFYING}), S.REGISTERED, who=("unit",),
        needs=("words",), deadline="清除，再次交办时重新起算", tells=("office",), may=rules.may_return,
        condition="交办后 24 小时内", public="正在重新确定责任单位", done="责任单位退回，待重新交办",
        icon="arrow-left", tone="orange",
    ),
    Row(
        "rectify", "填报进展", frozenset({S.RECTIFYING}), "", who=("unit",), needs=("words",),
        deadline="不变", public="正在整改", done="整改进展", style="outline-primary", icon="edit",
    ),
    Row(
        "apply", "申请销号", frozenset({S.RECTIFYING}), S.APPLIED, who=("unit",), needs=("measures",),
        deadline="停止计时", tells=("office", "chief", "patroller"), condition="附整改后照片",
        public="整改完成，等待现场核查", done="整改完成，待现场核查", leads_on=True, icon="check",
    ),
    Row(
        "verify", "现场核查", frozenset({S.APPLIED}), S.VERIFIED, who=("office", "chief", "patroller"),
        needs=("opinion",), tells=("listing_office", "unit"), may=rules.may_verify, queue=rules.verifiable_by,
        condition="非整改人、非责任单位人员；附现场核查照片", public="现场核查通过", done="核查通过，待销号",
        leads_on=True, icon="eye", tone="green",
    ),
    Row(
        "send_back", "退回重改", frozenset({S.APPLIED, S.VERIFIED}), S.RECTIFYING,
        who=("office", "chief", "patroller"), needs=("words",), deadline="恢复原时限",
        tells=("unit", "office"), may=rules.may_verify, condition="非整改人、非责任单位人员",
        public="核查未通过，继续整改", done="核查未通过，退回重改", style="outline-danger", icon="arrow-left", tone="red",
    ),
    Row(
        "close", "销号", frozenset({S.VERIFIED}), S.CLOSED, who=("office",), deadline="办结",
        tells=("unit", "chief", "reporter"), may=rules.may_close, queue=rules.closable_by, condition="列入层级的河长办；非整改人；较严重、重大问题须非核查人（可设）",
        public="已销号", done="问题已销号", leads_on=True, icon="check", tone="green",
    ),
    # What was forgotten is added to the stored issue, by whoever reported it (decision 0013).
    Row(
        "supplement", "补充情况", frozenset({S.REPORTED, *RUNNING}), "", who=("reporter",), needs=("words",),
        deadline="不变", tells=("office", "unit"), public="发现人补充了情况", done="发现人补充了情况", icon="plus",
    ),
    Row(
        "reject", "不属实", frozenset({S.REPORTED, S.REGISTERED}), S.UNFOUNDED, who=("office",), needs=("words",),
        deadline="办结", tells=("reporter",), public="经核实不属实", done="经核实不属实",
        icon="x", tone="grey",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in State}, AUDIENCES, urls="issues")
