"""The transition tables of a campaign and of the visit to one reach. Their Markdown forms (``manage.py workflow_table campaigns``,
``… visits``) stand in the README."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.workflow.table import Audience, Row, Table
from issues.campaigns import rules
from issues.campaigns.choices import EARLY, CampaignState, VisitState
from issues.campaigns.models import Visit

if TYPE_CHECKING:
    from issues.campaigns.models import Campaign


def _in_office(campaign: Campaign, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region_id == campaign.region_id


def _office(campaign: Campaign) -> QuerySet[Post]:
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id=campaign.region_id)


def _teams(campaign: Campaign) -> QuerySet[Post]:
    """Those to whose team something fell."""
    teams = campaign.visits.order_by().values("team")
    return Post.objects.current().filter(inspections__campaign=campaign, inspections__team__in=teams)


def _towns(campaign: Campaign) -> QuerySet[Post]:
    """Chiefs, offices and handlers of the towns where it looked."""
    codes = campaign.visits.order_by().values_list("reach__region", flat=True).distinct()
    towns = {code[: CODE_DIGITS[Tier.TOWN]].ljust(12, "0") for code in codes} - {campaign.region_id}
    roles = [Role.CHIEF, Role.HANDLER, *OFFICE_ROLES]
    return Post.objects.current().filter(region_id__in=sorted(towns), role__in=roles)


def _open_towns(campaign: Campaign) -> QuerySet[Post]:
    return _towns(campaign).none() if campaign.is_covert else _towns(campaign)


AUDIENCES = [
    Audience(
        "office", "组织督查的河长办", _in_office, _office,
        queue=lambda post, at: Q(region_id=post.region_id) if post.role in OFFICE_ROLES else None,
    ),
    Audience("teams", "检查人员", lambda campaign, post, at: False, _teams),
    Audience("open_towns", "被查乡镇（明查）", lambda campaign, post, at: False, _open_towns),
    Audience("towns", "被查乡镇", lambda campaign, post, at: False, _towns),
]  # fmt: skip
S = CampaignState
ROWS = [
    Row(
        "plan_campaign", "新建督查", frozenset(), S.DRAFT, who=("office",), needs=("name",), own_page=True, icon="plus",
    ),
    Row(
        "edit_campaign", "修改", frozenset({S.DRAFT}), "", who=("office",), needs=("name",), own_page=True, icon="edit",
    ),
    Row(
        "draw_campaign", "抽取", frozenset({S.DRAFT}), S.DRAWN, who=("office",), needs=("seed",), press=True,
        leads_on=True, condition="检查人员不少于两人；负责该河段的人员回避", icon="people",
    ),
    Row(
        "redraw_campaign", "重抽", frozenset({S.DRAWN}), "", who=("office",), needs=("words", "seed"),
        condition="启动以前；原来的抽取和原因一并留存", icon="history", tone="orange",
    ),
    Row(
        "leave_out_reach", "排除河段", EARLY, "", who=("office",), needs=("words",),
        condition="启动以前；原因列入抽取说明和通报；已抽中的须重抽后才能启动", icon="x", tone="orange",
    ),
    Row(
        "take_back_reach", "恢复河段", EARLY, "", who=("office",), may=rules.may_take_back,
        condition="启动以前；有排除的河段", icon="history",
    ),
    Row(
        "start_campaign", "启动", frozenset({S.DRAWN}), S.RUNNING, who=("office",), tells=("teams", "open_towns"),
        may=rules.may_start, queue=rules.startable, condition="任务里没有已排除的河段", done="督查已启动，请按任务检查", press=True, leads_on=True, icon="play",
    ),
    Row(
        "finish_campaign", "办结", frozenset({S.RUNNING}), S.FINISHED, who=("office",), tells=("teams", "towns"),
        may=rules.may_finish, condition="至少检查过一处；暗访发现的不合格此时转为线索；有没检查的须在小结里说明",
        done="督查已办结，可查看检查结果", style="primary", icon="check", tone="green",
    ),
    Row(
        "cancel_campaign", "取消", EARLY | {S.RUNNING}, S.CANCELLED, who=("office",), needs=("words",), tells=("teams",),
        may=rules.is_untouched, condition="还没有检查记录", done="督查已取消，不必再查", style="outline-danger", icon="x", tone="red",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in S}, AUDIENCES, urls="issues")


def _in_team(visit: Visit, post: Post, at: datetime) -> bool:
    return visit.campaign.inspectors.filter(post_id=post.pk, team=visit.team).exists()


def _team(visit: Visit) -> QuerySet[Post]:
    return Post.objects.current().filter(inspections__campaign=visit.campaign_id, inspections__team=visit.team)


VISIT_AUDIENCES = [
    Audience(
        "team", "本组检查人员", _in_team, _team,
        queue=lambda post, at: Q(pk__in=Visit.objects.of_team(post).order_by().values("pk")),
    ),
]  # fmt: skip
V = VisitState
VISIT_ROWS = [
    Row(
        "submit_visit", "填报检查", frozenset({V.OPEN}), V.DONE, who=("team",), may=rules.is_running,
        queue=lambda post, at: Q(campaign__state=S.RUNNING), condition="督查进行中；每一项都有结果，不合格的写明情况；当场立为问题的附照片",
        leads_on=True, icon="clipboard",
    ),
    Row(
        "amend_visit", "改正", frozenset({V.DONE}), "", who=("team",), needs=("words",), may=rules.is_running,
        condition="督查办结以前；已转为线索或问题的不合格不能改为合格", icon="edit", tone="orange",
    ),
]  # fmt: skip
VISIT_TABLE = Table(VISIT_ROWS, {state.value: str(state.label) for state in V}, VISIT_AUDIENCES, urls="issues")
