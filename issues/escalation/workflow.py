"""The transition table of a notice. Its Markdown form (``manage.py workflow_table notices``) stands in the README."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table
from issues.escalation.choices import WAITING, NoticeState
from issues.ledger.workflow import TABLE as LEDGER

if TYPE_CHECKING:
    from issues.escalation.models import Notice


def _in_office(notice: Notice, post: Post, at: datetime) -> bool:
    """The office that has sent it."""
    return post.role in OFFICE_ROLES and post.region_id == notice.region_id


def _office(notice: Notice) -> QuerySet[Post]:
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id=notice.region_id)


def _in_unit(notice: Notice, post: Post, at: datetime) -> bool:
    return post.role == Role.HANDLER and post.department_id == notice.unit_id


def _unit(notice: Notice) -> QuerySet[Post]:
    return Post.objects.handlers_of(notice.unit_id)


def _chief(notice: Notice) -> QuerySet[Post]:
    return LEDGER.audiences["chief"].posts(notice.issue)


AUDIENCES = [
    Audience(
        "office", "发出的河长办", _in_office, _office,
        queue=lambda post, at: Q(region_id=post.region_id) if post.role in OFFICE_ROLES else None,
    ),
    Audience("unit", "责任单位", _in_unit, _unit, queue=lambda post, at: Q() if post.role == Role.HANDLER else None),
    Audience("chief", "责任河长", lambda notice, post, at: False, _chief),
]  # fmt: skip
S = NoticeState
ROWS = [
    Row(
        "send_notice", "发出督办", frozenset(), S.SENT, who=("office",), needs=("demand", "reply_by"),
        deadline="发出日起按规定工作日（可改）", tells=("unit", "chief"), condition="问题在责任单位整改中；同类督办没有未办结的",
        done="督办，请按时答复", own_page=True, icon="send", tone="orange",
    ),
    Row(
        "reply_notice", "答复", frozenset({S.SENT}), S.REPLIED, who=("unit",), needs=("reply",), tells=("office",),
        done="责任单位答复了督办", leads_on=True, icon="edit",
    ),
    Row(
        "accept_reply", "确认办结", frozenset({S.REPLIED}), S.DONE, who=("office",), tells=("unit",),
        done="督办已办结", leads_on=True, press=True, icon="check", tone="green",
    ),
    Row(
        "return_reply", "退回答复", frozenset({S.REPLIED}), S.SENT, who=("office",), needs=("words",), deadline="不变",
        tells=("unit",), done="督办答复被退回，请重新答复", icon="arrow-left", tone="orange",
    ),
    Row(
        "withdraw_notice", "撤回督办", WAITING, S.WITHDRAWN, who=("office",), needs=("words",), tells=("unit", "chief"),
        condition="文号保留，不再使用", done="督办已撤回", style="outline-danger", icon="x", tone="red",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in S}, AUDIENCES, urls="issues")
