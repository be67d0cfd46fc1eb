"""河长名录: the list of tenures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import mask_phone
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import link_html, tag_html
from rivers.chiefs import facts
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry import rules
from rivers.registry.lists import IMPORT, Actions, reach_url, river_mark, towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

ONE_DAY = timedelta(days=1)


class TenureFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名 / 河湖 / 河段", method="find")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier, field_name="reach__tier")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    kind = django_filters.ChoiceFilter(label="类别", choices=TenureKind)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "chief", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "reach__region"))


class GapFilter(TenureFilter):
    """The same, of responsible chiefs alone."""

    kind = None


def tenures_of(post: Post) -> QuerySet[Tenure]:
    joined = ("post__user", "post__region", "post__department", "reach__river", "reach__region")
    return Tenure.objects.visible_to(post).select_related(*joined)


def _in_office(rows: QuerySet) -> QuerySet:
    return rows.current(timezone.localdate())


def _gone(rows: QuerySet) -> QuerySet:
    return rows.filter(ends_on__lt=timezone.localdate())


def reach_mark(tenure: Tenure) -> str:
    return link_html(tenure.reach.name, reach_url(tenure))


def chief_actions(tenure: Tenure, post: Post) -> Actions:
    yield "河段", reach_url(tenure)
    if tenure.ends_on is None and rules.may_keep(post, tenure.post.region_id):
        # The person leaves, with every reach; who gives up one reach alone does so on its page.
        yield "离任", reverse("rivers:leave", args=[tenure.post_id])
        if tenure.kind == TenureKind.RESPONSIBLE:
            yield "代理", reverse("rivers:begin_acting", args=[tenure.post_id])


CHIEFS = register(
    ListSpec(
        key="chiefs",
        personal=True,
        title="河长名录",
        columns=[
            Column("name", "姓名", "post.user.name", width=10),
            Column("kind", "类别", "get_kind_display", order="kind", width=10),
            Column("tier", "级别", "reach.get_tier_display", width=8),
            Column("title", "职务", "post.title", width=20),
            # Masked in lists and exports; the whole number is shown one at a time, and each look is journalled.
            Column("phone", "电话", lambda tenure: mask_phone(tenure.post.user.phone), width=13),
            Column(
                "river",
                "河湖",
                lambda tenure: river_mark(tenure.reach),
                kind="html",
                order="reach__river__code",
                width=14,
                excel="reach.river.name",
            ),
            Column("reach", "河段", reach_mark, kind="html", order="reach__code", width=24, excel="reach.name"),
            Column("region", "区划", "reach.region.name", order="reach__region_id", width=14),
            Column("starts", "任职日期", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "离任日期", "ends_on", kind="date", default=False, width=12),
        ],
        filterset=TenureFilter,
        order="reach__code",
        primary=4,
        row_url=reach_url,
        row_actions=chief_actions,
        tabs=[Tab("now", "在任", _in_office), Tab("past", "历任", _gone), Tab("all", "全部")],
        toolbar=[
            Tool("河长空档", reverse_lazy("rivers:gaps"), icon="alert"),
            Tool("河长代理", reverse_lazy("rivers:actings"), icon="people"),
            IMPORT,
        ],
        empty="还没有登记河长。",
    ),
    tenures_of,
)


# ── 河长空档 ──
def gaps_of(post: Post) -> QuerySet[Tenure]:
    joined = ("post__user", "reach__river", "reach__region")
    return facts.before_gaps(post).select_related(*joined).with_next()


def gap_first(tenure: Tenure) -> date | None:
    return tenure.ends_on and tenure.ends_on + ONE_DAY


def gap_last(tenure: Any) -> date | None:
    return tenure.next_on and tenure.next_on - ONE_DAY


def gap_days(tenure: Any) -> int:
    """How long it was, or has been until today; 0 for one that is still to come."""
    last = gap_last(tenure) or timezone.localdate()
    return max(0, (last - tenure.ends_on).days)


def gap_words(tenure: Any) -> str:
    if tenure.next_on:
        return "已接续"
    return "目前空缺" if tenure.ends_on < timezone.localdate() else "即将空缺"


def gap_mark(tenure: Any) -> str:
    return tag_html(gap_words(tenure), {"目前空缺": "red", "即将空缺": "orange"}.get(gap_words(tenure), "grey"))


def gap_actions(tenure: Any, post: Post) -> Actions:
    yield "河段", reach_url(tenure)
    if tenure.next_on is None and rules.may_keep(post, tenure.reach.region_id):
        yield "任命河长", reverse("rivers:appoint", args=[tenure.reach_id])


def _open_gaps(rows: QuerySet) -> QuerySet:
    return rows.filter(next_on__isnull=True, ends_on__lt=timezone.localdate())


def _coming_gaps(rows: QuerySet) -> QuerySet:
    return rows.filter(next_on__isnull=True, ends_on__gte=timezone.localdate())


def _past_gaps(rows: QuerySet) -> QuerySet:
    return rows.filter(next_on__isnull=False)


GAPS = register(
    ListSpec(
        key="gaps",
        title="河长空档",
        columns=[
            Column("reach", "河段", "reach.name", order="reach__code", width=24),
            Column("tier", "级别", "reach.get_tier_display", width=8),
            Column("region", "区划", "reach.region.name", order="reach__region_id", width=14),
            Column("river", "河湖", "reach.river.name", order="reach__river__code", width=14),
            Column("before", "前任", "post.user.name", width=10),
            Column("first", "空档起", gap_first, kind="date", width=12),
            Column("last", "空档止", gap_last, kind="date", width=12),
            Column("days", "天数", gap_days, kind="number", width=8),
            Column("state", "状态", gap_mark, kind="html", width=10, excel=gap_words),
        ],
        filterset=GapFilter,
        order="reach__code",
        row_url=reach_url,
        row_actions=gap_actions,
        tabs=[
            Tab("all", "全部"),
            Tab("open", "目前空缺", _open_gaps),
            Tab("coming", "即将空缺", _coming_gaps),
            Tab("past", "已接续", _past_gaps),
        ],
        empty="没有空档：每个河段的责任河长前后相接。",
    ),
    gaps_of,
)
