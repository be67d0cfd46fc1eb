"""代巡: the list, for the two of them and for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.web.lists import Action, Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from patrols.delegations import rules
from patrols.delegations.models import Delegation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hezhang.core.accounts.models import Post

TONES = {"代巡中": "orange", "未开始": "blue"}


class DelegationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名 / 河段", method="find")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        people = Q(post__user__name__icontains=word) | Q(tenure__post__user__name__icontains=word)
        return rows.filter(people | Q(tenure__reach__name__icontains=word))


def source(post: Post) -> QuerySet[Delegation]:
    return Delegation.objects.visible_to(post).with_names()


def standing(row: Delegation) -> str:
    return rules.standing(row, timezone.localdate())


def standing_mark(row: Delegation) -> str:
    return tag_html(standing(row), TONES.get(standing(row), "grey"))


def counts_words(row: Delegation) -> str:
    return "计入" if row.counts else "不计入"


def reach_url(row: Delegation) -> str:
    return row.tenure.reach.get_absolute_url()


def actions(row: Delegation, post: Post) -> Iterable[Action | tuple[str, str]]:
    yield "沿革", reverse("audit:history", args=["delegation", row.pk])
    if rules.may_end(post, row, timezone.localdate()):
        word = "谢绝" if post.pk == row.post_id else "结束代巡"
        yield Action(word, reverse("patrols:end_delegation", args=[row.pk]), press=True)


def _now(rows: QuerySet) -> QuerySet:
    return rows.filter(ends_on__gte=timezone.localdate())


def _mine(rows: QuerySet, post: Post) -> QuerySet:
    return rows.of_post(post)


DELEGATIONS = register(
    ListSpec(
        key="delegations",
        title="代巡",
        columns=[
            Column("reach", "河段", "tenure.reach.name", order="tenure__reach__code", width=24),
            Column("chief", "责任河长", "tenure.post.user.name", width=10),
            Column("post", "代巡人", "post.user.name", width=10),
            Column("title", "代巡人职务", "post.title", width=18, on_phone=False),
            Column("starts", "代巡起", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "代巡止", "ends_on", order="ends_on", kind="date", width=12),
            Column("reason", "事由", "reason", width=24),
            Column("counts", "应巡次数", counts_words, width=10),
            Column("standing", "状态", standing_mark, kind="html", width=10, excel=standing),
        ],
        filterset=DelegationFilter,
        order="-starts_on",
        row_url=reach_url,
        row_actions=actions,
        tabs=[Tab("now", "代巡中与未开始", _now), Tab("mine", "与我有关", mine=_mine), Tab("all", "全部")],
        toolbar=[
            Tool("请人代巡", reverse_lazy("patrols:delegate"), icon="people", primary=True, rule=rules.may_delegate)
        ],
        empty="没有代巡。责任河长一时不能巡河的，可以请副河长、巡河员或同区划的河长代巡。",
    ),
    source,
)
