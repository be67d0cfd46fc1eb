"""督查台账, the visits, and what they found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.web.lists import Action, Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from issues.campaigns.choices import CampaignState, Kind, Manner
from issues.campaigns.facts import became
from issues.campaigns.facts.figures import BECAME
from issues.campaigns.models import Answer, Campaign, Visit
from issues.campaigns.rules import may_plan
from issues.campaigns.workflow import TABLE, VISIT_TABLE
from rivers.registry.lists import towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class CampaignFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="类别", choices=Kind)
    manner = django_filters.ChoiceFilter(label="方式", choices=Manner)


def campaigns_of(post: Post) -> QuerySet[Campaign]:
    return Campaign.objects.visible_to(post).with_counts().with_names()


def state_mark(row: Campaign | Visit) -> str:
    return tag_html(row.get_state_display(), row.state_tone)


CAMPAIGNS = register(
    ListSpec(
        key="campaigns",
        title="督查抽查",
        columns=[
            Column("name", "名称", "name", width=30),
            Column("state", "状态", state_mark, kind="html", excel="get_state_display", width=10),
            Column("kind", "类别", "get_kind_display", width=12),
            Column("manner", "方式", "get_manner_display", width=8),
            Column("region", "区县", "region.name", default=False, width=12),
            Column("starts", "起始日期", "starts_on", order="starts_on", kind="date", width=14),
            Column("ends", "截止日期", "ends_on", order="ends_on", kind="date", width=14),
            Column("total", "抽取河段", "total", kind="number", width=10),
            Column("done", "已检查", "done", kind="number", width=10),
            Column("by", "经办", "post.user.name", width=10, on_phone=False),
        ],
        filterset=CampaignFilter,
        order="-starts_on",
        row_url=Campaign.get_absolute_url,
        tabs=[
            Tab("all", "全部"),
            Tab("mine", "待我办", mine=lambda rows, post: TABLE.waiting_for(post, rows)),
            Tab("running", "进行中", lambda rows: rows.in_states({CampaignState.RUNNING})),
            Tab("over", "到期未办结", lambda rows: rows.overdue_on(timezone.localdate())),
            Tab("finished", "已办结", lambda rows: rows.in_states({CampaignState.FINISHED})),
        ],
        toolbar=[Tool("新建督查", reverse_lazy("issues:plan_campaign"), icon="plus", primary=True, rule=may_plan)],
        empty="还没有督查。先定检查清单和人员库，再随机抽取河段和检查组。",
    ),
    campaigns_of,
)


def campaigns(request: object) -> QuerySet[Campaign]:
    """Those that the asking post may see."""
    post = getattr(request, "post", None)
    return Campaign.objects.visible_to(post) if post else Campaign.objects.none()


class VisitFilter(django_filters.FilterSet):
    campaign = django_filters.ModelChoiceFilter(label="督查", queryset=campaigns)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    team = django_filters.NumberFilter(label="组别")

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "reach__region"))


def visits_of(post: Post) -> QuerySet[Visit]:
    return Visit.objects.visible_to(post).with_fails().with_names()


def look_at(visit: Visit, post: Post) -> Iterable[Action]:
    """The step where it is the post's; for those of the team it opens the check list."""
    row = VISIT_TABLE.from_state(visit.state)[0]
    may = row.leads_on and VISIT_TABLE.allows(visit, row.verb, post)
    yield Action("去检查" if may else "查看", VISIT_TABLE.url(row.verb, visit) if may else visit.get_absolute_url())


def town_of(visit: Visit) -> str:
    region = visit.reach.region
    return region.parent.name if region.tier == "village" and region.parent else region.name


VISITS = register(
    ListSpec(
        key="visits",
        title="检查任务",
        columns=[
            Column("reach", "河段", "reach.name", width=24),
            Column("state", "状态", state_mark, kind="html", excel="get_state_display", width=10),
            Column("campaign", "督查", "campaign.name", width=24),
            Column("river", "河湖", "reach.river.name", width=12),
            Column("town", "乡镇", town_of, width=12),
            Column("team", "组别", "team", kind="number", width=8),
            Column("ends", "截止日期", "campaign.ends_on", kind="date", width=14),
            Column("fails", "不合格项", "fails", kind="number", width=10),
            Column("done", "检查时间", "done_at", kind="datetime", width=18, on_phone=False),
            Column("note", "现场情况", "note", width=30, default=False),
        ],
        filterset=VisitFilter,
        order="campaign_id,reach__region_id,reach__code",
        row_url=Visit.get_absolute_url,
        row_actions=look_at,
        tabs=[
            Tab("mine", "待我检查", mine=lambda rows, post: VISIT_TABLE.waiting_for(post, rows)),
            Tab("open", "待检查", lambda rows: rows.open()),
            Tab("done", "已检查", lambda rows: rows.done()),
            Tab("wrong", "有不合格", lambda rows: rows.filter(fails__gt=0)),
            Tab("all", "全部"),
        ],
        empty="没有检查任务",
    ),
    visits_of,
)


class FindingFilter(django_filters.FilterSet):
    campaign = django_filters.ModelChoiceFilter(label="督查", queryset=campaigns, field_name="visit__campaign")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    q = django_filters.CharFilter(label="项目 / 情况", method="find")

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "visit__reach__region"))

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(Q(item__text__icontains=word.strip()) | Q(note__icontains=word.strip()))


def findings_of(post: Post) -> QuerySet[Answer]:
    return Answer.objects.visible_to(post).failed().with_shots().with_names()


FINDINGS = register(
    ListSpec(
        key="campaign_findings",
        title="检查发现的不合格",
        columns=[
            Column("item", "检查项目", "item.text", width=24),
            Column("note", "情况", "note", width=36),
            Column("shots", "照片", "shots", kind="number", width=8),
            Column("became", "去向", became, width=22),
            Column("reach", "河段", "visit.reach.name", width=24),
            Column("river", "河湖", "visit.reach.river.name", width=12, on_phone=False),
            Column("town", "乡镇", lambda one: town_of(one.visit), width=12),
            Column("campaign", "督查", "visit.campaign.name", width=24, on_phone=False),
            Column("done", "检查时间", "visit.done_at", kind="datetime", width=18),
        ],
        filterset=FindingFilter,
        order="visit__reach__region_id,visit__reach__code,item__number",
        row_url=Answer.get_absolute_url,
        tabs=[
            Tab("all", "全部"),
            Tab("kept", "待办结时转", lambda rows: rows.filter(BECAME["kept"])),
            Tab("waiting", "线索待核实", lambda rows: rows.filter(BECAME["waiting"])),
            Tab("open", "已立为问题、未销号", lambda rows: rows.filter(BECAME["open"])),
            Tab("closed", "已销号", lambda rows: rows.filter(BECAME["closed"])),
            Tab("none", "不是问题", lambda rows: rows.filter(BECAME["none"])),
        ],
        empty="没有检查出不合格",
    ),
    findings_of,
)  # fmt: skip
