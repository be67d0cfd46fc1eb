"""What waits for the 销号清单 of a superior, as the workbook that is reported to him; his verdicts come back in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy

from hezhang.core.accounts.rules import is_office
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool
from issues.ledger import rules
from issues.ledger.choices import ListLevel
from issues.ledger.facts import days_since
from issues.ledger.lists.ledger import town, village
from issues.ledger.models import Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Only these levels can be above all offices of this house.
LEVELS = [ListLevel.NATION, ListLevel.PROVINCE, ListLevel.CITY]


def waited(issue: Issue) -> str:
    return f"{days_since(issue.verified_at)} 天"


def checkers(issue: Issue) -> str:
    """Who went and saw it, the first of two before the second."""
    return "、".join(user.name for user in (issue.first_checked_by, issue.verified_by) if user)


def blank(issue: Issue) -> str:
    """For the superior to fill in."""
    return ""


def _of_level(level: str, rows: QuerySet) -> QuerySet:
    return rows.filter(list_level=level)


def _import_url() -> Any:
    return f"{reverse('desk:desk')}?kind=closures"


CLOSURES = ListSpec(
    key="closures",
    title="上报销号",
    columns=[
        Column("number", "问题编号", "number", width=16),
        Column("outside", "上级编号", "outside_number", width=16),
        Column("level", "列入层级", "get_list_level_display", width=10),
        Column("waited", "已等", waited, width=8),
        Column("verified", "核查时间", "verified_at", order="state_since", kind="datetime", width=18),
        Column("town", "乡镇", town, width=12),
        Column("village", "村", village, default=False, width=12),
        Column("river", "河流", "river.name", width=12, on_phone=False),
        Column("reach", "河段", "reach.name", default=False, width=20),
        Column("place", "位置描述", "place", default=False, width=24),
        Column("lng", "经度", "lng", kind="number", default=False, width=12),
        Column("lat", "纬度", "lat", kind="number", default=False, width=12),
        Column("category", "问题类别", "category.name", width=10, on_phone=False),
        Column("text", "问题描述", "text", width=36),
        Column("severity", "严重程度", "get_severity_display", default=False, width=10),
        Column("source", "来源", "get_source_display", default=False, width=10),
        Column("found", "发现时间", "found_at", kind="datetime", default=False, width=18),
        Column("chief", "责任河长", "chief.user.name", default=False, width=10),
        Column("unit", "责任单位", "unit.name", width=20, on_phone=False),
        Column("requirement", "整改要求", "requirement", default=False, width=30),
        Column("measures", "整改措施", "measures", default=False, width=36),
        Column("due", "整改时限", "due_on", kind="date", default=False, width=12),
        Column("applied", "完成时间", "applied_at", kind="datetime", default=False, width=18),
        Column("late", "超期天数", "days_late", kind="number", default=False, width=10),
        Column("checkers", "核查人", checkers, default=False, width=14),
        Column("opinion", "验收意见", "opinion", default=False, width=30),
        Column("verdict", "结论", blank, default=False, width=12),
        Column("closed", "销号日期", blank, default=False, width=12),
        Column("paper", "销号文号", blank, default=False, width=24),
        Column("words", "意见", blank, default=False, width=30),
    ],
    order="state_since",
    row_url=Issue.get_absolute_url,
    tabs=[
        Tab("all", "全部"),
        *(Tab(level.value, str(level.label), partial(_of_level, level.value)) for level in LEVELS),
    ],
    toolbar=[Tool("导入销号清单", lazy(_import_url, str)(), icon="upload", primary=True, rule=is_office)],
    whole=True,
    empty="没有等待上级销号的问题",
)


def waiting(post: Post) -> QuerySet[Issue]:
    """Verified, and listed by a level that has no office here; the longest first."""
    rows = Issue.objects.visible_to(post).filter(rules.awaiting_superior(post, timezone.localdate()))
    return rows.with_names()
