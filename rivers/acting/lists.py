"""代理: the list of actings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.web.lists import Action, Column, ListSpec, Tab, register
from hezhang.core.web.templatetags.ui import tag_html
from rivers.acting import rules
from rivers.acting.models import Acting
from rivers.registry.lists import towns
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hezhang.core.accounts.models import Post

TONES = {"代理中": "orange", "未开始": "blue"}


class ActingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名 / 河段", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        people = Q(post__user__name__icontains=word) | Q(tenure__post__user__name__icontains=word)
        return rows.filter(people | Q(tenure__reach__name__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "tenure__reach__region"))


def actings_of(post: Post) -> QuerySet[Acting]:
    return Acting.objects.visible_to(post).with_names()


def standing(acting: Acting) -> str:
    return rules.standing(acting, timezone.localdate())


def standing_mark(acting: Acting) -> str:
    return tag_html(standing(acting), TONES.get(standing(acting), "grey"))


def reach_url(acting: Acting) -> str:
    return acting.tenure.reach.get_absolute_url()


def acting_actions(acting: Acting, post: Post) -> Iterable[Action | tuple[str, str]]:
    today = timezone.localdate()
    yield "沿革", reverse("audit:history", args=["acting", acting.pk])
    if not may_keep(post, acting.tenure.reach.region_id):
        return
    if rules.may_end(acting, today):
        yield "提前结束", reverse("rivers:end_acting", args=[acting.pk])
    if rules.may_take_back(acting, today):
        word = "撤销提前结束" if acting.closed_on else "撤销"
        yield Action(word, reverse("rivers:take_back_acting", args=[acting.pk]), press=True)


def _now(rows: QuerySet) -> QuerySet:
    return rows.current(timezone.localdate())


def _coming(rows: QuerySet) -> QuerySet:
    return rows.filter(starts_on__gt=timezone.localdate())


ACTINGS = register(
    ListSpec(
        key="actings",
        title="河长代理",
        columns=[
            Column("reach", "河段", "tenure.reach.name", order="tenure__reach__code", width=24),
            Column("chief", "责任河长", "tenure.post.user.name", width=10),
            Column("post", "代理人", "post.user.name", width=10),
            Column("title", "代理人职务", "post.title", width=18),
            Column("starts", "代理起", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "代理止", "ends_on", order="ends_on", kind="date", width=12),
            Column("reason", "事由", "reason", width=16),
            Column("document", "文号", "document", width=18),
            Column("standing", "状态", standing_mark, kind="html", width=10, excel=standing),
        ],
        filterset=ActingFilter,
        order="-starts_on",
        row_url=reach_url,
        row_actions=acting_actions,
        tabs=[Tab("now", "代理中", _now), Tab("coming", "未开始", _coming), Tab("all", "全部")],
        empty="没有代理。河长请假、学习期间，请在河长名录点“代理”登记。",
    ),
    actings_of,
)
