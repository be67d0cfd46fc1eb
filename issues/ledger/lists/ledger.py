"""The ledger as a list: columns of real ledgers, tabs, and what a handling unit does not get to see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import due_words
from hezhang.core.web.importing.desk.fields import may_import
from hezhang.core.web.lists import Action, Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import due, link_html, state
from issues.ledger import rules
from issues.ledger.choices import OPEN_STATES, RUNNING_STATES
from issues.ledger.facts import HIDDEN, rebound_words
from issues.ledger.lists.bulk import bulk_for
from issues.ledger.lists.filters import IssueFilter
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def town(issue: Issue) -> str:
    """The town that the issue lies in, also when it lies in one of its villages."""
    region = issue.region.parent if issue.region.tier == Tier.VILLAGE else issue.region
    return region.name if region and region.tier == Tier.TOWN else ""


def village(issue: Issue) -> str:
    return issue.region.name if issue.region.tier == Tier.VILLAGE else ""


def remaining(issue: Issue) -> str:
    """Time left in words, or by how much the unit was late."""
    if issue.awaited_on:
        return str(due_words(issue.awaited_on, timezone.localdate()))
    return f"超期 {issue.days_late} 天完成" if issue.days_late else ""


def remaining_html(issue: Issue) -> Any:
    return due(issue.awaited_on) if issue.awaited_on else remaining(issue)


def river_mark(issue: Issue) -> str:
    """With its page, where whoever sees the issue surely may open that of the river."""
    opens = issue.region.contains((issue.reach or issue.river).region_id)
    return link_html(issue.river.name, issue.river.get_absolute_url() if opens else "")


REPORTER = Column("reporter", "发现人", "reporter.user.name", default=False, width=10)
# As far as the unit all is seen without scrolling on a 1440 px screen; the step stands fixed at the right.
COLUMNS = [
    Column("number", "问题编号", "number", width=16),
    Column("state", "状态", state, kind="html", excel="get_state_display", width=10),
    Column("left", "剩余/超期", remaining_html, kind="html", excel=remaining, width=14),
    Column("due", "整改时限", "due_on", order="due_sort", kind="date", width=14, on_phone=False),
    Column("text", "问题描述", "text", width=36),
    Column("category", "问题类别", "category.name", width=10, on_phone=False),
    Column("severity", "严重程度", "get_severity_display", order="severity", width=10, on_phone=False),
    Column("town", "乡镇", town, width=12),
    Column("river", "河流", river_mark, kind="html", width=12, excel="river.name"),
    Column("unit", "责任单位", "unit.name", width=20, on_phone=False),
    Column("chief", "责任河长", "chief.user.name", width=10, on_phone=False),
    Column("village", "村", village, width=12, on_phone=False),
    Column("source", "来源", "get_source_display", width=10, on_phone=False),
    Column("reach", "河段", "reach.name", default=False, width=20),
    Column("place", "位置描述", "place", default=False, width=24),
    Column("found", "发现时间", "found_at", order="found_at", kind="datetime", default=False, width=18),
    REPORTER,
    Column("track", "整改方式", "get_track_display", default=False, width=10),
    Column("level", "列入层级", "get_list_level_display", default=False, width=10),
    Column("outside", "上级编号", "outside_number", default=False, width=18),
    Column("lng", "经度", "lng", kind="number", default=False, width=12),
    Column("lat", "纬度", "lat", kind="number", default=False, width=12),
    Column("answer", "河长答复期限", "answer_on", kind="date", default=False, width=14),
    Column("dispatched", "交办时间", "dispatched_at", kind="datetime", default=False, width=18),
    Column("requirement", "办理要求", "requirement", default=False, width=30),
    Column("measures", "整改措施", "measures", default=False, width=30),
    Column("progress", "进展（%）", "progress", kind="number", default=False, width=10),
    Column("applied", "完成时间", "applied_at", kind="datetime", default=False, width=18),
    Column("verifier", "核查人", "verified_by.name", default=False, width=10),
    Column("verified", "核查时间", "verified_at", kind="datetime", default=False, width=18),
    Column("opinion", "验收意见", "opinion", default=False, width=30),
    Column("first_checker", "第一核查人", "first_checked_by.name", default=False, width=10),
    Column("chief_view", "河长意见", "get_chief_view_display", default=False, width=10),
    Column("closer", "销号人", "closed_by.name", default=False, width=10),
    Column("closed", "销号时间", "closed_at", kind="datetime", default=False, width=18),
    Column("closing", "销号文号", "closing_number", default=False, width=24),
    Column("co_units", "协办单位", "co_names", default=False, width=24),
    Column("looked", "回头看时间", "looked_at", kind="datetime", default=False, width=18),
    Column("look", "回头看结果", "get_look_display", default=False, width=10),
    Column("rebounds", "是否反弹", rebound_words, default=False, width=12),
    Column("false", "虚假整改认定", "false_at", kind="datetime", default=False, width=18),
    Column("joined", "并入件数", "joined", kind="number", default=False, width=10),
    Column("late", "超期天数", "days_late", kind="number", default=False, width=10),
]
TABS = [
    Tab("open", "在办", lambda rows: rows.open(), holds={"state": OPEN_STATES}),
    Tab("overdue", "超期", lambda rows: rows.overdue_on(timezone.localdate()), holds={"state": RUNNING_STATES}),
    Tab("mine", "待我办", mine=lambda rows, post: TABLE.waiting_for(post, rows)),
    Tab(
        "superior",
        "待上级销号",
        mine=lambda rows, post: rows.filter(rules.awaiting_superior(post, timezone.localdate())),
    ),
    # Ended issues have no running deadline to be sorted by: the latest found come first.
    Tab("closed", "已销号", lambda rows: rows.filter(state="closed"), order="-found_at", holds={"state": {"closed"}}),
    Tab("all", "全部", order="-found_at"),
]


def next_step(issue: Issue, post: Post) -> Iterable[Action]:
    """操作: the step that waits for this reader, as the table says; else just a look."""
    row = TABLE.next_for(issue, post)
    yield (
        Action(row.label, TABLE.url(row.verb, issue), row.press) if row else Action("查看", issue.get_absolute_url())
    )


def source(post: Post) -> QuerySet[Issue]:
    """The rows that this post may see, with all that a line names."""
    return Issue.objects.visible_to(post).with_names()


TOOLS = [
    Tool("上报问题", reverse_lazy("issues:report"), icon="plus", primary=True, rule=rules.may_report),
    Tool("导入", reverse_lazy("desk:desk"), icon="upload", rule=may_import),
    Tool("进度通报", reverse_lazy("issues:bulletin"), icon="send", keeps=True, more=True),
    Tool("督办台账", reverse_lazy("issues:notices"), icon="flag", more=True),
    Tool("阶段任务", reverse_lazy("issues:stages"), icon="list", more=True),
    Tool("上报销号", reverse_lazy("issues:closures"), icon="doc", rule=is_office, more=True),
    Tool("按日历改期", reverse_lazy("issues:redating"), icon="calendar", rule=is_office, more=True),
    Tool("地图", reverse_lazy("issues:ledger_map"), icon="map", keeps=True, keeps_tab=True, way=True),
]
# What is left of a row beside its problem.
NARROW = ("number", "state", "left", "text")
LEDGER = register(
    ListSpec(
        key="issues",
        title="问题台账",
        columns=COLUMNS,
        filterset=IssueFilter,
        order="due_sort",
        primary=3,
        row_url=Issue.get_absolute_url,
        row_actions=next_step,
        tabs=TABS,
        toolbar=TOOLS,
        empty="还没有问题记录",
        views=True,
        bulk=bulk_for,
        bulk_url=reverse_lazy("issues:select"),
        beside=lambda issue: reverse("issues:beside", args=[issue.pk]),
        narrow=NARROW,
    ),
    source,
)
# Handling units: the same ledger with the finder's name hidden, on the screen and in the workbook.
UNIT_LEDGER = register(
    replace(
        LEDGER,
        key="issues_unit",
        columns=[replace(REPORTER, value=lambda issue: HIDDEN) if column is REPORTER else column for column in COLUMNS],
    ),
    source,
)


def ledger_for(post: Post) -> ListSpec:
    """Which of the two the post gets."""
    return UNIT_LEDGER if post.role == Role.HANDLER else LEDGER


def home_ledger_for(post: Post) -> ListSpec:
    """The same in a river's home: one river has few enough to be looked through; the ledger itself asks and exports."""
    spec = ledger_for(post)
    columns = [column for column in spec.columns if column.key != "river"]
    return replace(spec, columns=columns, filterset=None, export=False, toolbar=(), bulk=None, views=False, beside=None)
