"""总河长: the list of heads, by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import mask_phone
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Action, Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from rivers.heads import rules
from rivers.heads.choices import HeadKind
from rivers.heads.models import HeadTenure
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hezhang.core.accounts.models import Post


def with_heads(request: Any) -> QuerySet[Region]:
    """Regions in scope that have or had heads: what one can ask the list for."""
    post = getattr(request, "post", None)
    if post is None:
        return Region.objects.none()
    had = HeadTenure.objects.visible_to(post).order_by().values("region")
    return Region.objects.filter(pk__in=had).order_by("code")


class HeadFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名 / 拼音首字母 / 职务 / 区划", method="find")
    region = django_filters.ModelChoiceFilter(label="区划", queryset=with_heads)
    kind = django_filters.ChoiceFilter(label="类别", choices=HeadKind)
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier, field_name="region__tier")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "head", word)


def heads_of(post: Post) -> QuerySet[HeadTenure]:
    return HeadTenure.objects.visible_to(post).with_names()


def history(head: HeadTenure) -> str:
    return reverse("audit:history", args=["head", head.pk])


def standing(head: HeadTenure) -> str:
    return rules.standing(head, timezone.localdate())


def standing_mark(head: HeadTenure) -> str:
    return tag_html(standing(head), rules.STANDINGS.get(standing(head), "grey"))


def head_actions(head: HeadTenure, post: Post) -> Iterable[Action | tuple[str, str]]:
    yield "沿革", history(head)
    if not may_keep(post, head.region_id):
        return
    if head.ends_on is None:
        yield "离任", reverse("rivers:dismiss_head", args=[head.pk])
    if rules.may_take_back(head, timezone.localdate()):
        word = "撤销离任" if head.closed_on else "撤销任命"
        yield Action(word, reverse("rivers:take_back_head", args=[head.pk]), press=True)


def _in_office(rows: QuerySet) -> QuerySet:
    return rows.current(timezone.localdate())


def _gone(rows: QuerySet) -> QuerySet:
    return rows.filter(ends_on__lt=timezone.localdate())


HEADS = register(
    ListSpec(
        key="heads",
        personal=True,
        title="总河长",
        columns=[
            Column("name", "姓名", "post.user.name", width=10),
            Column("kind", "类别", "get_kind_display", order="kind", width=10),
            Column("region", "区划", "region.name", order="region_id", width=16),
            Column("tier", "级别", "region.get_tier_display", width=8),
            Column("title", "职务", "post.title", width=22),
            Column("phone", "电话", lambda head: mask_phone(head.post.user.phone), width=13),
            Column("starts", "任职日期", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "离任日期", "ends_on", kind="date", width=12),
            Column("standing", "状态", standing_mark, kind="html", width=10, excel=standing),
        ],
        filterset=HeadFilter,
        order="region_id,kind",
        row_url=HeadTenure.get_absolute_url,
        row_actions=head_actions,
        tabs=[Tab("now", "在任", _in_office), Tab("past", "历任", _gone), Tab("all", "全部")],
        toolbar=[
            Tool("任命总河长", reverse_lazy("rivers:appoint_head"), icon="plus", primary=True, rule=is_office),
            Tool("导入河长名录", reverse_lazy("desk:desk"), icon="upload", rule=is_office),
        ],
        empty="还没有登记总河长、副总河长。",
    ),
    heads_of,
)
