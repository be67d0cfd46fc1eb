"""The transition table of a plan of rectification. Its Markdown form (``manage.py workflow_table stages``) stands in the README."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table
from issues.ledger.workflow import TABLE as LEDGER
from issues.stages import rules
from issues.stages.choices import PlanState

if TYPE_CHECKING:
    from issues.stages.models import StagePlan


def _includes(key: str) -> Callable[[StagePlan, Post, datetime], bool]:
    """Who belongs to a group around the issue, belongs to it around its plan."""
    return lambda plan, post, at: LEDGER.audiences[key].includes(plan.issue, post, at)


def _posts(key: str) -> Callable[[StagePlan], QuerySet[Post]]:
    return lambda plan: LEDGER.audiences[key].posts(plan.issue)


AUDIENCES = [
    Audience(
        "office", "河长办", _includes("office"), _posts("listing_office"),
        queue=lambda post, at: Q() if post.role in OFFICE_ROLES else None,
    ),
    Audience(
        "unit", "责任单位", _includes("unit"), _posts("unit"),
        queue=lambda post, at: Q(issue__unit_id=post.department_id) if post.role == Role.HANDLER else None,
    ),
    Audience("co_unit", "协办单位", _includes("co_unit"), _posts("co_unit")),
    Audience("chief", "责任河长", lambda plan, post, at: False, _posts("chief")),
]  # fmt: skip
S = PlanState
RUNNING = frozenset({S.RUNNING})
AT_WORK = "问题正在整改"
ROWS = [
    Row(
        "propose_stages", "提交整改方案", frozenset(), S.PROPOSED, who=("unit",), needs=("words",), tells=("office",),
        condition="长期整改的问题，签收以后；至少一项阶段任务", done="整改方案待确认", own_page=True, icon="clipboard",
    ),
    Row(
        "revise_stages", "修改后再提交", frozenset({S.RETURNED}), S.PROPOSED, who=("unit",), needs=("words",),
        tells=("office",), may=rules.may_move, queue=rules.movable_by, condition=AT_WORK, done="整改方案已修改，待确认",
        leads_on=True, own_page=True, icon="edit",
    ),
    Row(
        "confirm_stages", "确认方案", frozenset({S.PROPOSED}), S.RUNNING, who=("office",),
        needs=("confirmed_at", "confirmed_by"), deadline="各项阶段任务各自计时", tells=("unit", "co_unit", "chief"),
        may=rules.may_move, queue=rules.movable_by, condition=AT_WORK, done="整改方案已确认，请按阶段任务办理",
        leads_on=True, press=True, icon="check", tone="green",
    ),
    Row(
        "return_stages", "退回方案", frozenset({S.PROPOSED}), S.RETURNED, who=("office",), needs=("words",),
        tells=("unit",), may=rules.may_move, condition=AT_WORK, done="整改方案退回修改", icon="arrow-left", tone="orange",
    ),
    Row(
        "add_stage", "增加阶段任务", RUNNING, "", who=("office",), needs=("words",), tells=("unit", "co_unit"),
        may=rules.may_move, condition=AT_WORK, done="增加了阶段任务", icon="plus",
    ),
    Row(
        "finish_stage", "完成阶段任务", RUNNING, "", who=("unit", "co_unit"), needs=("words",), deadline="该项停止计时",
        tells=("office",), may=rules.may_move, condition="该项的责任单位或问题的责任单位；附照片或资料", on_part=True,
        done="阶段任务已完成", icon="check", tone="green",
    ),
    Row(
        "reopen_stage", "退回阶段任务", RUNNING, "", who=("office",), needs=("words",), deadline="恢复原时限",
        tells=("unit", "co_unit"), may=rules.may_move, condition="已报完成的；问题正在整改", on_part=True,
        done="阶段任务退回，请继续办理", icon="arrow-left", tone="red",
    ),
    Row(
        "move_stage", "调整阶段任务时限", RUNNING, "", who=("office",), needs=("words",), deadline="该项按新时限计时",
        tells=("unit", "co_unit", "chief"), may=rules.may_move, condition="尚未完成的；问题正在整改", on_part=True,
        done="阶段任务的时限已调整", icon="clock", tone="orange",
    ),
    Row(
        "drop_stage", "取消阶段任务", RUNNING, "", who=("office",), needs=("words",), deadline="该项停止计时",
        tells=("unit", "co_unit"), may=rules.may_move, condition="尚未完成的；问题正在整改", on_part=True,
        done="阶段任务已取消", icon="x", tone="grey",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in S}, AUDIENCES, urls="issues")
