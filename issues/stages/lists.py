"""长期问题阶段任务: every stage of every plan, those due first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.periods import quarter_of
from hezhang.core.web.lists import Column, ListSpec, Tab, register
from hezhang.core.web.templatetags.ui import tag_html
from issues.ledger.lists.filters import days, units
from issues.ledger.lists.ledger import town
from issues.stages.choices import PlanState
from issues.stages.facts import state_of
from issues.stages.models import Stage
from rivers.registry.lists import towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class StageFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="任务 / 问题编号", method="find")
    unit = django_filters.ModelChoiceFilter(label="责任单位", queryset=units)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    due = days("完成时限", field_name="due_on")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        word = word.strip()
        return rows.filter(Q(name__icontains=word) | Q(plan__issue__number__startswith=word.upper()))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "plan__issue__region"))


def stages_for(post: Post) -> QuerySet[Stage]:
    return Stage.objects.visible_to(post).with_names()


def state_words(stage: Stage) -> str:
    return state_of(stage, timezone.localdate())[0]


def state_mark(stage: Stage) -> str:
    return tag_html(*state_of(stage, timezone.localdate()))


STAGES = register(
    ListSpec(
        key="stages",
        title="长期问题阶段任务",
        columns=[
            Column("name", "阶段任务", "name", width=30),
            Column("state", "状态", state_mark, kind="html", excel=state_words, width=12),
            Column("due", "完成时限", "due_on", order="due_on", kind="date", width=12),
            Column("quantity", "数量", "quantity", width=10),
            Column("unit", "责任单位", "unit.name", width=20),
            Column("number", "问题编号", "plan.issue.number", width=16),
            Column("text", "问题描述", "plan.issue.text", width=36, on_phone=False),
            Column("town", "乡镇", lambda stage: town(stage.plan.issue), width=12, on_phone=False),
            Column("river", "河流", "plan.issue.river.name", width=12, on_phone=False),
            Column("plan", "方案", "plan.get_state_display", default=False, width=10),
            Column("done", "完成时间", "done_at", kind="datetime", default=False, width=18),
            Column("by", "填报人", "done_by.name", default=False, width=10),
            Column("words", "完成情况", "done_words", default=False, width=30),
            Column("why", "取消原因", "dropped_why", default=False, width=30),
        ],
        filterset=StageFilter,
        order="due_on",
        row_url=Stage.get_absolute_url,
        tabs=[
            Tab("open", "待完成", lambda rows: rows.open()),
            Tab("overdue", "超期", lambda rows: rows.overdue_on(timezone.localdate())),
            Tab("quarter", "本季度到期", lambda rows: rows.open().due_in(quarter_of(timezone.localdate()))),
            Tab("done", "已完成", lambda rows: rows.filter(done_at__isnull=False)),
            Tab("proposed", "方案待确认", lambda rows: rows.filter(plan__state=PlanState.PROPOSED)),
            Tab("all", "全部"),
        ],
        whole=True,
        empty="还没有阶段任务。整改方式为“长期整改”的问题，签收后由责任单位编制整改方案，分阶段列出任务。",
    ),
    stages_for,
)
