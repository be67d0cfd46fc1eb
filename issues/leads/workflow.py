"""The transition table of a lead. Its Markdown form (``manage.py workflow_table leads``) stands in the README."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table
from issues.leads import rules
from issues.leads.choices import CHECKED, LeadState

if TYPE_CHECKING:
    from issues.leads.models import Lead

WALKING = frozenset({Role.PATROLLER, Role.CHIEF})


def _in_office(lead: Lead, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region.contains(lead.region_id)


def _codes(lead: Lead) -> list[str]:
    """County, town and village of the place (decision 0002)."""
    return [lead.region_id[:digits].ljust(12, "0") for digits in (6, 9, 12)]


def _office(lead: Lead) -> QuerySet[Post]:
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id__in=_codes(lead)[:2])


def _walks(lead: Lead, post: Post, at: datetime) -> bool:
    return post.role in WALKING and post.region.contains(lead.region_id)


def _patrollers(lead: Lead) -> QuerySet[Post]:
    return Post.objects.current().filter(role=Role.PATROLLER, region_id__in=_codes(lead))


def _found(lead: Lead, post: Post, at: datetime) -> bool:
    return post.pk == lead.reporter_id


def _finder(lead: Lead) -> QuerySet[Post]:
    return Post.objects.current().filter(pk=lead.reporter_id)


AUDIENCES = [
    Audience(
        "office", "河长办", _in_office, _office, queue=lambda post, at: Q() if post.role in OFFICE_ROLES else None
    ),
    Audience(
        "walker", "当地河长、巡河员", _walks, _patrollers, queue=lambda post, at: Q() if post.role in WALKING else None
    ),
    Audience("finder", "检查人员", _found, _finder),
]
S = LeadState
ROWS = [
    Row(
        "record_lead", "登记线索", frozenset(), S.WAITING, who=("office",), needs=("text",), tells=("walker",),
        done="有线索待核实", own_page=True, icon="plus",
    ),
    Row(
        "find_lead", "检查发现", frozenset(), S.WAITING, who=("finder",), needs=("text",), tells=("office", "walker"),
        condition="督查、抽查中的不合格；随填报检查或督查办结自动办理", done="检查发现的线索待核实", follows=True, icon="plus",
    ),
    Row(
        "prove_lead", "检查时核实", frozenset({S.WAITING}), S.BECAME, who=("finder",), needs=("finding", "issue"),
        tells=("office",), condition="检查人员当场认定，附现场照片；随填报检查自动办理", done="检查发现的问题已立案",
        follows=True, icon="check", tone="green",
    ),
    Row(
        "confirm_lead", "核实属实", frozenset({S.WAITING}), S.BECAME, who=("office", "walker"), needs=("finding", "issue"),
        tells=("office",), condition="附现场照片；立为问题，内容和照片一并带过去", done="线索核实属实，已立为问题",
        leads_on=True, icon="check", tone="green",
    ),
    Row(
        "join_lead", "并入已有问题", frozenset({S.WAITING}), S.JOINED, who=("office", "walker"), needs=("finding", "issue"),
        tells=("office",), condition="同一河湖的在办问题", done="线索已并入已有问题", icon="link", tone="cyan",
    ),
    Row(
        "dismiss_lead", "不是问题", frozenset({S.WAITING}), S.DISMISSED, who=("office", "walker"), needs=("finding",),
        tells=("office",), condition="附现场照片", done="线索经核实不是问题", icon="x", tone="grey",
    ),
    Row(
        "reopen_lead", "撤销核实", CHECKED, S.WAITING, who=("office",), needs=("words",), tells=("walker",),
        may=rules.may_reopen, condition="立为的问题尚未交办（随之作不属实办结）", done="线索需重新核实",
        icon="arrow-left", tone="orange",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in S}, AUDIENCES, urls="issues")
