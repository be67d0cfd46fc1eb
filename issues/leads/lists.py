"""线索台账."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from issues.leads.choices import CHECKED, SOURCES, LeadState
from issues.leads.models import Lead
from issues.leads.rules import UNCHECKED_AFTER, may_record
from issues.leads.workflow import TABLE
from issues.ledger.lists.filters import days, rivers
from rivers.registry.lists import towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class LeadFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="内容 / 地点 / 对方编号", method="find")
    source = django_filters.ChoiceFilter(label="来源", choices=SOURCES)
    state = django_filters.ChoiceFilter(label="状态", choices=LeadState)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    river = django_filters.ModelChoiceFilter(label="河湖", queryset=rivers)
    found = days("发现日期", field_name="found_at__date")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        word = word.strip()
        return rows.filter(Q(text__icontains=word) | Q(place__icontains=word) | Q(outside_number__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def leads_of(post: Post) -> QuerySet[Lead]:
    return Lead.objects.visible_to(post).with_names()


def state_mark(lead: Lead) -> str:
    return tag_html(lead.get_state_display(), lead.state_tone)


LEADS = register(
    ListSpec(
        key="leads",
        title="问题线索",
        columns=[
            Column("text", "线索内容", "text", width=40),
            Column("state", "状态", state_mark, kind="html", excel="get_state_display", width=12),
            Column("source", "来源", "get_source_display", width=12),
            Column("number", "对方编号", "outside_number", width=18, on_phone=False),
            Column("region", "所在区划", "region.name", width=14),
            Column("river", "河湖", "river.name", width=12),
            Column("place", "位置描述", "place", width=24, on_phone=False),
            Column("found", "发现时间", "found_at", order="found_at", kind="datetime", width=16),
            Column("checked", "核实时间", "checked_at", order="checked_at", kind="datetime", width=16, on_phone=False),
            Column("checker", "核实人", "checked_by.name", width=10, on_phone=False),
            Column("finding", "核实情况", "finding", default=False, width=30),
            Column("issue", "问题编号", "issue.number", width=16),
            Column("lng", "经度", "lng", kind="number", default=False, width=12),
            Column("lat", "纬度", "lat", kind="number", default=False, width=12),
        ],
        filterset=LeadFilter,
        order="-found_at",
        row_url=Lead.get_absolute_url,
        tabs=[
            Tab("waiting", "待核实", lambda rows: rows.waiting()),
            Tab("mine", "待我办", mine=lambda rows, post: TABLE.waiting_for(post, rows)),
            Tab("late", "超三天未核实", lambda rows: rows.waiting_since(timezone.now() - UNCHECKED_AFTER)),
            Tab("checked", "已核实", lambda rows: rows.in_states(CHECKED)),
            Tab("all", "全部"),
        ],
        toolbar=[Tool("登记线索", reverse_lazy("issues:record_lead"), icon="plus", primary=True, rule=may_record)],
        empty="还没有线索。热线、暗访、无人机、遥感图斑和上级、媒体反映的，先登记为线索，现场核实后再立为问题。",
    ),
    leads_of,
)
