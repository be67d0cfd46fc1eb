"""The transition table of a handover sheet: the one who leaves, the one who follows, then the office as a witness.

Its Markdown form (``manage.py workflow_table handovers``) stands in the README; buttons are drawn from it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table
from rivers.handover import rules
from rivers.handover.choices import RUNNING, HandoverState

if TYPE_CHECKING:
    from rivers.handover.models import Handover


# By person, not by post: who leaves acts under another office soon, and signs as the one who left.
def _is_outgoing(sheet: Handover, post: Post, at: datetime) -> bool:
    return post.user_id == sheet.outgoing.user_id


def _outgoing(sheet: Handover) -> QuerySet[Post]:
    return Post.objects.filter(pk=sheet.outgoing_id)


def _is_incoming(sheet: Handover, post: Post, at: datetime) -> bool:
    return sheet.incoming is not None and post.user_id == sheet.incoming.user_id


def _incoming(sheet: Handover) -> QuerySet[Post]:
    return Post.objects.filter(pk=sheet.incoming_id)


def _in_office(sheet: Handover, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region.contains(sheet.region_id)


def _is_appointing(sheet: Handover, post: Post, at: datetime) -> bool:
    # Whether it may appoint there was asked by the appointment; a town's office names successors of a county's chief.
    return post.role in OFFICE_ROLES


def _office(sheet: Handover) -> QuerySet[Post]:
    """The county's office, and the town's where it has one."""
    codes = {sheet.region_id[:digits].ljust(12, "0") for digits in (6, 9)}
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id__in=codes)


AUDIENCES = [
    Audience("outgoing", "移交人", _is_outgoing, _outgoing, queue=lambda post, at: Q(outgoing__user=post.user_id)),
    Audience("incoming", "接收人", _is_incoming, _incoming, queue=lambda post, at: Q(incoming__user=post.user_id)),
    Audience(
        "office", "河长办", _in_office, _office, queue=lambda post, at: Q() if post.role in OFFICE_ROLES else None
    ),
    Audience("appointing", "任命接任河长的河长办", _is_appointing, _office),
]
S = HandoverState
ROWS = [
    Row(
        "hand_over", "移交签字", frozenset({S.OPEN}), S.GIVEN, who=("outgoing",), deadline="离任后一个月内（可设）",
        tells=("incoming", "office"), done="交接单移交人已签字", leads_on=True, press=True, icon="edit",
    ),
    Row(
        "take_over", "接收签字", frozenset({S.GIVEN}), S.TAKEN, who=("incoming",), tells=("office",),
        may=rules.may_take_over, queue=rules.takeable_by, condition="已任命接任河长", done="交接单双方已签字，待监交",
        leads_on=True, press=True, icon="edit",
    ),
    Row(
        "witness", "监交", frozenset({S.TAKEN}), S.DONE, who=("office",), tells=("outgoing", "incoming"),
        may=rules.may_witness, queue=rules.witnessable_by, condition="非移交人、非接收人", done="离任交接已办结",
        leads_on=True, press=True, icon="check", tone="green",
    ),
    Row(
        "file_paper", "登记纸质签字", RUNNING, S.DONE, who=("office",), needs=("paper", "paper_on"),
        tells=("incoming",), may=rules.may_file_paper, condition="已任命接任河长；非移交人、非接收人",
        done="离任交接已办结（纸质）", icon="doc", tone="green",
    ),
    Row(
        "recount", "重新盘点", frozenset({S.OPEN}), "", who=("outgoing", "office"), press=True, icon="refresh", tone="grey",
    ),
    Row(
        "undo", "撤销离任登记", frozenset({S.OPEN}), S.VOID, who=("office",), needs=("words",),
        tells=("outgoing", "incoming"), may=rules.may_undo, condition="登记当天、尚无人签字",
        done="离任登记已撤销", style="outline-danger", icon="x", tone="red",
    ),
    Row(
        "fold", "并入接任人交接单", frozenset({S.OPEN, S.GIVEN}), S.FOLDED, who=("appointing",), needs=("words",),
        tells=("outgoing", "office"), condition="随任命自动办理：各河段的接任人都已任命", follows=True,
        done="交接单已并入接任人的交接单", icon="link", tone="grey",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in S}, AUDIENCES, urls="rivers")
