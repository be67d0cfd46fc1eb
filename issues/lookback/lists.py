"""The samples, and the list to take along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse_lazy

from hezhang.core.web.lists import Action, Column, ListSpec, Tab, Tool
from hezhang.core.web.templatetags.ui import tag_html
from issues.ledger.choices import Look
from issues.ledger.lists.ledger import town, village
from issues.ledger.workflow import TABLE
from issues.lookback.models import Draw, DrawnIssue
from issues.lookback.queries import SEEN
from issues.lookback.rules import may_draw

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

TONES = {Look.HOLDS: "green", Look.REBOUND: "red"}


def found(drawn: DrawnIssue) -> str:
    """What was found since it was drawn."""
    return str(drawn.issue.get_look_display()) if drawn.is_seen else "待看"


def found_mark(drawn: DrawnIssue) -> str:
    return tag_html(found(drawn), TONES.get(Look(drawn.issue.look), "grey") if drawn.is_seen else "orange")


def look_at(drawn: DrawnIssue, post: Post) -> Iterable[Action]:
    """The issue's page, where both verdicts stand."""
    may = not drawn.is_seen and TABLE.allows(drawn.issue, "hold", post)
    yield Action("回头看" if may else "查看", drawn.issue.get_absolute_url())


DRAWS = ListSpec(
    key="draws",
    title="回头看",
    columns=[
        Column("quarter", "销号期间", "quarter", width=18),
        Column("region", "区县", "region.name", width=12),
        Column("population", "销号件数", "population", kind="number", width=10),
        Column("drawn", "抽取件数", "drawn", kind="number", width=10),
        Column("seen", "已看", "seen", kind="number", width=8),
        Column("back", "反弹", "back", kind="number", width=8),
        Column("made", "抽取时间", "made_at", kind="datetime", width=18, on_phone=False),
        Column("by", "抽取人", "post.user.name", width=10, on_phone=False),
    ],
    order="-first",
    row_url=Draw.get_absolute_url,
    toolbar=[Tool("抽取上季度", reverse_lazy("issues:draw_sample"), icon="plus", primary=True, rule=may_draw)],
    empty="还没有抽取过回头看名单",
)
DRAWN = ListSpec(
    key="drawn",
    title="回头看名单",
    columns=[
        Column("number", "问题编号", "issue.number", width=16),
        Column("found", "回头看", found_mark, kind="html", excel=found, width=10),
        Column("text", "问题描述", "issue.text", width=36),
        Column("town", "乡镇", lambda drawn: town(drawn.issue), width=12),
        Column("village", "村", lambda drawn: village(drawn.issue), width=12, on_phone=False),
        Column("river", "河流", "issue.river.name", width=12),
        Column("place", "位置描述", "issue.place", width=24),
        Column("category", "问题类别", "issue.category.name", width=10, on_phone=False),
        Column("severity", "严重程度", "issue.get_severity_display", width=10, on_phone=False),
        Column("unit", "责任单位", "issue.unit.name", width=20, on_phone=False),
        Column("measures", "整改措施", "issue.measures", width=30, on_phone=False),
        Column("closed", "销号时间", "issue.closed_at", kind="datetime", width=18, on_phone=False),
        Column("looked", "回头看时间", "issue.looked_at", kind="datetime", default=False, width=18),
        Column("lng", "经度", "issue.lng", kind="number", default=False, width=12),
        Column("lat", "纬度", "issue.lat", kind="number", default=False, width=12),
    ],
    # By town, village and river: the way of who drives round.
    order="issue__region_id,issue__river_id",
    row_url=DrawnIssue.get_absolute_url,
    row_actions=look_at,
    tabs=[
        Tab("waiting", "待看", lambda rows: rows.waiting()),
        Tab("seen", "已看", lambda rows: rows.filter(SEEN)),
        Tab("back", "反弹", lambda rows: rows.filter(SEEN, issue__look=Look.REBOUND)),
        Tab("all", "全部"),
    ],
    whole=True,
    empty="没有抽中的问题",
)


def draws_of(post: Post) -> QuerySet[Draw]:
    return Draw.objects.visible_to(post).with_counts().select_related("region", "post__user")


def drawn_of(draw: Draw, post: Post) -> QuerySet[DrawnIssue]:
    return DrawnIssue.objects.visible_to(post).filter(draw=draw).with_names()
