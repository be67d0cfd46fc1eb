"""线索台账; the lists in which leads came, and one of them as it is answered to whoever sent it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import django_filters
from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from issues.leads.choices import CHECKED, SOURCES, LeadState
from issues.leads.models import Lead, LeadBatch, LeadLimit
from issues.leads.rules import may_record
from issues.leads.workflow import TABLE
from issues.ledger.lists.filters import days, rivers
from rivers.registry.lists import towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def batches(request: object) -> QuerySet[LeadBatch]:
    """Lists that the asking post may see; none where only the words of the filter are asked for."""
    post = getattr(request, "post", None)
    return LeadBatch.objects.visible_to(post) if post else LeadBatch.objects.none()


class LeadFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="内容 / 地点 / 对方编号", method="find")
    source = django_filters.ChoiceFilter(label="来源", choices=SOURCES)
    state = django_filters.ChoiceFilter(label="状态", choices=LeadState)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    river = django_filters.ModelChoiceFilter(label="河湖", queryset=rivers)
    found = days("发现日期", field_name="found_at__date")
    batch = django_filters.ModelChoiceFilter(label="批次", queryset=batches)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        word = word.strip()
        return rows.filter(Q(text__icontains=word) | Q(place__icontains=word) | Q(outside_number__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def leads_of(post: Post) -> QuerySet[Lead]:
    # What is not checked yet has no time: after all that is, as in a list of deadlines.
    checked = Coalesce("checked_at", Value(datetime(9999, 1, 1, tzinfo=UTC)), output_field=DateTimeField())
    return Lead.objects.visible_to(post).with_names().annotate(checked_sort=checked)


def batches_of(post: Post) -> QuerySet[LeadBatch]:
    return LeadBatch.objects.visible_to(post).with_counts(post).select_related("region", "post__user")


def unchecked_long(rows: QuerySet, post: Post) -> QuerySet:
    """What has waited for longer than holds where the reader works."""
    return rows.waiting_since(timezone.now() - LeadLimit.wait(post.region_id))


def unchecked_words(post: Post) -> str:
    return f"超 {LeadLimit.wait(post.region_id).days} 天未核实"


def state_mark(lead: Lead) -> str:
    return tag_html(lead.get_state_display(), lead.state_tone)


def in_state(state: LeadState) -> Callable[[QuerySet], QuerySet]:
    """Of these leads the ones in that state."""
    return lambda rows: rows.filter(state=state)


def verdict_mark(lead: Lead) -> str:
    return tag_html(lead.verdict, TONES.get(lead.verdict, "grey"))


TONES = {"待核实": "orange", "是问题": "red"}
BRING_IN = Tool("导入线索", format_lazy("{}?kind=leads", reverse_lazy("desk:desk")), icon="upload", rule=may_record)
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
            Column("found", "发现日期", "found_at", order="found_at", kind="date", width=14),
            Column(
                "checked", "核实时间", "checked_at", order="checked_sort", kind="datetime", width=16, on_phone=False
            ),
            Column("checker", "核实人", "checked_by.name", default=False, width=10),
            Column("finding", "核实情况", "finding", default=False, width=30),
            Column("batch", "批次", "batch.name", default=False, width=24),
            Column("issue", "问题编号", "issue.number", width=16, on_phone=False),
            Column("lng", "经度", "lng", kind="number", default=False, width=12),
            Column("lat", "纬度", "lat", kind="number", default=False, width=12),
        ],
        filterset=LeadFilter,
        order="-found_at",
        row_url=Lead.get_absolute_url,
        tabs=[
            Tab("waiting", "待核实", lambda rows: rows.waiting()),
            Tab("mine", "待我办", mine=lambda rows, post: TABLE.waiting_for(post, rows)),
            Tab("late", "久未核实", mine=unchecked_long, named=unchecked_words),
            Tab("checked", "已核实", lambda rows: rows.in_states(CHECKED)),
            Tab("all", "全部"),
        ],
        toolbar=[
            Tool("登记线索", reverse_lazy("issues:record_lead"), icon="plus", primary=True, rule=may_record),
            BRING_IN,
            Tool("批次", reverse_lazy("issues:lead_batches"), icon="list"),
        ],
        empty="还没有线索。热线、暗访、无人机、遥感图斑和上级、媒体反映的，先登记为线索，现场核实后再立为问题。",
    ),
    leads_of,
)
BATCHES = ListSpec(
    key="lead-batches",
    title="线索批次",
    columns=[
        Column("name", "批次", "name", width=36),
        Column("document", "文号", "document", width=20, on_phone=False),
        Column("region", "区划", "region.name", width=12),
        Column("total", "线索", "total", kind="number", width=8),
        Column("waiting", "待核实", "waiting", kind="number", width=8),
        Column("became", "立为问题", "became", kind="number", width=10),
        Column("joined", "并入问题", "joined", kind="number", width=10),
        Column("dismissed", "不是问题", "dismissed", kind="number", width=10),
        Column("made", "导入时间", "made_at", kind="datetime", width=18, on_phone=False),
        Column(
            "by", "导入人", lambda batch: batch.post.user.name if batch.post else "服务器命令", width=12, on_phone=False
        ),
    ],
    order="-made_at",
    row_url=LeadBatch.get_absolute_url,
    toolbar=[BRING_IN],
    empty="还没有导入过线索。上级下发的遥感图斑、热线工单等，整批导入后逐条核实，再导出回传。",
)
BATCH = ListSpec(
    key="lead-batch",
    title="线索批次",
    columns=[
        Column("number", "对方编号", "outside_number", width=18),
        Column("text", "线索内容", "text", width=36),
        Column("region", "所在区划", "region.name", width=14),
        Column("river", "河湖", "river.name", width=12),
        Column("place", "位置描述", "place", default=False, width=24),
        Column("lng", "经度", "lng", kind="number", default=False, width=12),
        Column("lat", "纬度", "lat", kind="number", default=False, width=12),
        Column("found", "发现日期", "found_at", kind="date", width=12, on_phone=False),
        Column("verdict", "核查结论", verdict_mark, kind="html", excel="verdict", width=12),
        Column("finding", "核实情况", "finding", width=36),
        Column("checked", "核实日期", "checked_at", kind="date", width=12),
        Column("issue", "问题编号", "issue.number", width=16),
        Column("state", "问题状态", "issue.get_state_display", width=12, on_phone=False),
    ],
    order="outside_number,found_at",
    row_url=Lead.get_absolute_url,
    tabs=[
        Tab("all", "全部"),
        *(Tab(state.value, str(state.label), in_state(state)) for state in LeadState),
    ],
    # What goes back has every column, whichever of them the screen shows.
    whole=True,
    empty="这一批里没有您辖区的线索。",
)
