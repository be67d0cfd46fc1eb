"""The transition table of a round: who may do what with it in which state, and whom it tells.

Its Markdown form (``manage.py workflow_table``) stands in the README; buttons are drawn from it. Entries by hand and
overrides are steps of the round, too: each reckons it anew, and none is taken once it is frozen.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from assessment.rounds import rules
from assessment.rounds.choices import RoundState
from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table

if TYPE_CHECKING:
    from assessment.rounds.models import Round


def _in_office(round_: Round, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region_id == round_.region_id


def _office(round_: Round) -> QuerySet[Post]:
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id=round_.region_id)


def _office_queue(post: Post, at: datetime) -> Q | None:
    return Q(region_id=post.region_id) if post.role in OFFICE_ROLES else None


def _never(round_: Round, post: Post, at: datetime) -> bool:
    """For groups that are told, and take no step."""
    return False


def _leaders(round_: Round) -> QuerySet[Post]:
    return Post.objects.current().filter(role=Role.LEADER, region_id=round_.region_id)


def _assessed(round_: Round) -> QuerySet[Post]:
    """Chiefs and offices of the towns (counties) themselves; villages hear it from their town."""
    roles = OFFICE_ROLES | {Role.CHIEF}
    return Post.objects.current().filter(role__in=roles, region_id__in=round_.subjects.values("region_id"))


AUDIENCES = [
    Audience("office", "本级河长办", _in_office, _office, queue=_office_queue),
    Audience("leader", "本级领导", _never, _leaders),
    Audience("assessed", "被考核乡镇", _never, _assessed),
]
S = RoundState
RUNNING = frozenset({S.RUNNING})
ROWS = [
    Row(
        "open", "开展考核", frozenset(), S.RUNNING, who=("office",), needs=("scheme", "starts_on", "ends_on"),
        tells=("office",), may=rules.may_open_round, condition="区县或市级；考核期已开始，同期未建",
        done="考核已开展", icon="plus",
    ),
    Row(
        "compute", "重新计算", RUNNING, "", who=("office",), press=True, icon="refresh", tone="grey",
    ),
    Row(
        "add_entry", "人工录入", RUNNING, "", who=("office",), needs=("words",), own_page=True,
        condition="人工指标；日期在考核期内", icon="edit",
    ),
    Row(
        "withdraw_entry", "撤销录入", RUNNING, "", who=("office",), on_part=True, press=True,
        condition="未撤销过", icon="x", tone="orange",
    ),
    Row(
        "override", "人工核定", RUNNING, "", who=("office",), needs=("words",), on_part=True,
        condition="参评且非一票否决的指标，在分值范围内", icon="edit", tone="orange",
    ),
    Row(
        "freeze", "定稿", RUNNING, S.FROZEN, who=("office",), tells=("office", "leader", "assessed"),
        may=rules.may_freeze, queue=rules.freezable_by, own_page=True, leads_on=True,
        condition="负责人；考核期结束后重新计算过；异常情况已逐项核对", done="考核已定稿", icon="lock", tone="green",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in RoundState}, AUDIENCES, urls="assessment")
