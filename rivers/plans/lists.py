"""The list of plans, and the ledger of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from rivers.plans import rules
from rivers.plans.choices import WRITING, PlanKind, PlanState
from rivers.plans.facts.shown import owner_words
from rivers.plans.models import Plan, PlanTask
from rivers.plans.workflow import TABLE
from rivers.registry.lists import Actions, towns
from rivers.registry.models import River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SCOPES = [("county", "区县本级（不分乡镇）"), ("no_river", "不分河湖")]


def rivers(request: Any) -> QuerySet[River]:
    post = getattr(request, "post", None)
    return River.objects.visible_to(post) if post else River.objects.none()


def plans(request: Any) -> QuerySet[Plan]:
    post = getattr(request, "post", None)
    return Plan.objects.visible_to(post) if post else Plan.objects.none()


def years() -> list[tuple[str, str]]:
    now = timezone.localdate().year
    return [(str(year), f"{year}年") for year in range(now - 4, now + 5)]


# ── Plans ──
class PlanFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称 / 文号 / 河湖", method="find")
    kind = django_filters.ChoiceFilter(label="种类", choices=PlanKind)
    river = django_filters.ModelChoiceFilter(label="河湖", queryset=rivers)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        by_river = Q(river__name__icontains=word) | Q(river__pinyin__startswith=word.lower())
        return rows.filter(Q(title__icontains=word) | Q(number__icontains=word) | by_river)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def plans_of(post: Post) -> QuerySet[Plan]:
    return Plan.objects.visible_to(post).with_names().with_counts(timezone.localdate())


def state_mark(plan: Plan) -> str:
    return tag_html(plan.get_state_display(), plan.state_tone)


def percent_words(plan: Any) -> str:
    return f"{plan.done_count * 100 // plan.task_count}%" if plan.task_count else ""


def late_mark(plan: Any) -> str:
    return tag_html(f"{plan.late_count} 项", "red") if plan.late_count else "0 项"


PLANS = register(
    ListSpec(
        key="plans",
        title="一河一策与年度任务",
        columns=[
            Column("title", "名称", "title", width=40),
            Column("kind", "种类", "get_kind_display", order="kind", width=10),
            Column("river", "河湖", "river.name", width=12),
            Column("region", "区划", "region.name", order="region_id", width=12),
            Column("span", "周期", "span", order="starts_on", width=24),
            Column("state", "状态", state_mark, kind="html", width=10, excel="get_state_display"),
            Column("tasks", "任务数", "task_count", order="task_count", kind="number", width=8),
            Column("done", "已完成", "done_count", kind="number", width=8),
            Column("late", "已逾期", late_mark, kind="html", width=8, excel="late_count"),
            Column("percent", "完成率", percent_words, width=8),
            Column("number", "文号", "number", default=False, width=20),
        ],
        filterset=PlanFilter,
        order="-starts_on",
        primary=4,
        row_url=Plan.get_absolute_url,
        tabs=[
            Tab("in_force", "执行中", lambda rows: rows.filter(state=PlanState.IN_FORCE)),
            Tab("mine", "待我办", mine=lambda rows, post: TABLE.waiting_for(post, rows)),
            Tab("draft", "编制与审定", lambda rows: rows.filter(state__in=sorted(WRITING))),
            Tab("done", "已完成", lambda rows: rows.filter(state=PlanState.DONE)),
            Tab("all", "全部"),
        ],
        toolbar=[
            Tool("编制方案", reverse_lazy("rivers:draw_plan"), icon="plus", primary=True, rule=is_office),
            Tool("任务台账", reverse_lazy("rivers:plan_tasks"), icon="list"),
        ],
        empty="还没有方案。",
    ),
    plans_of,
)


# ── Tasks ──
class TaskFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="任务 / 责任人 / 责任单位", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    river = django_filters.ModelChoiceFilter(label="河湖", queryset=rivers)
    year = django_filters.ChoiceFilter(label="完成时限年度", choices=years, method="in_year")
    kind = django_filters.ChoiceFilter(label="种类", choices=PlanKind, field_name="plan__kind")
    scope = django_filters.ChoiceFilter(label="范围", choices=SCOPES, method="of_scope")
    plan = django_filters.ModelChoiceFilter(label="方案", queryset=plans)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        named = (
            Q(owner__user__name__icontains=word) | Q(department__name__icontains=word) | Q(chief_name__icontains=word)
        )
        return rows.filter(named | Q(name__icontains=word) | Q(measure__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))

    def in_year(self, rows: QuerySet, name: str, year: str) -> QuerySet:
        return rows.filter(due_on__year=int(year))

    def of_scope(self, rows: QuerySet, name: str, scope: str) -> QuerySet:
        if scope == "no_river":
            return rows.filter(river=None)
        # What hangs on no town: the code ends with zeros where the town's digits stand (decision 0002).
        return rows.filter(region__code__endswith="0" * (12 - CODE_DIGITS[Tier.COUNTY]))


def tasks_of(post: Post) -> QuerySet[PlanTask]:
    seen = PlanTask.objects.visible_to(post).counted().with_done()
    return seen.with_answering(timezone.localdate()).with_names()


def standing_words(task: PlanTask) -> str:
    return rules.standing(task, timezone.localdate())[0]


def standing_mark(task: PlanTask) -> str:
    return tag_html(*rules.standing(task, timezone.localdate()))


def done_words(task: PlanTask) -> str:
    return f"{rules.percent(task.done, task.quantity)}%"


def task_actions(task: PlanTask, post: Post) -> Actions:
    if not rules.is_finished(task) and may_report_here(task, post):
        yield "填报进展", reverse("rivers:report_progress", args=[task.pk])


def may_report_here(task: PlanTask, post: Post) -> bool:
    """Without a question to the database for every row: the office here, owners on their own page (我的任务)."""
    return bool(task.plan.is_in_force and rules.may_write(post, task.plan.region_id))


def _late(rows: QuerySet) -> QuerySet:
    return rows.late(timezone.localdate())


def _soon(rows: QuerySet) -> QuerySet:
    return rows.soon(timezone.localdate())


def _behind(rows: QuerySet) -> QuerySet:
    return rows.behind(timezone.localdate())


def _unanswered(rows: QuerySet) -> QuerySet:
    return rows.unanswered(timezone.localdate())


def _mine(rows: QuerySet, post: Post) -> QuerySet:
    return rows.open().of_post(post, timezone.localdate())


TASKS = register(
    ListSpec(
        key="plan_tasks",
        title="任务台账",
        columns=[
            Column("name", "任务", "name", width=24),
            Column("plan", "方案", "plan.title", default=False, width=30, on_phone=False),
            Column("river", "河湖", "river.name", width=12),
            Column("region", "区划", "region.name", order="region_id", width=12),
            Column("owner", "责任人、责任单位", owner_words, width=30),
            Column("amount", "数量", "amount", width=12),
            Column("percent", "完成", done_words, width=8),
            Column("due", "完成时限", "due_on", order="due_on", kind="date", width=12),
            Column("left", "进度", standing_mark, kind="html", width=12, excel=standing_words),
            Column("measure", "措施", "measure", default=False, width=40),
            Column("kind", "种类", "plan.get_kind_display", default=False, width=10),
        ],
        filterset=TaskFilter,
        order="due_on",
        primary=4,
        row_url=PlanTask.get_absolute_url,
        row_actions=task_actions,
        tabs=[
            Tab("open", "未完成", lambda rows: rows.open()),
            Tab("mine", "我的任务", mine=_mine),
            Tab("overdue", "已逾期", _late),
            Tab("soon", "30 天内到期", _soon),
            Tab("behind", "落后节点", _behind),
            Tab("unanswered", "无人负责", _unanswered),
            Tab("done", "已完成", lambda rows: rows.finished()),
            Tab("all", "全部"),
        ],
        toolbar=[
            Tool("汇总", reverse_lazy("rivers:plan_totals"), icon="chart"),
            Tool("方案", reverse_lazy("rivers:plans"), icon="doc"),
        ],
        empty="还没有执行中的任务。",
    ),
    tasks_of,
)
