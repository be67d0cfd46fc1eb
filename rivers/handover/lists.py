"""The list of handover sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.words import due_words
from hezhang.core.web.lists import Column, ListSpec, Tab, register
from hezhang.core.web.templatetags.ui import tag_html
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.workflow import TABLE
from rivers.registry.lists import towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class HandoverFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="移交人 / 接收人", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    state = django_filters.ChoiceFilter(label="状态", choices=HandoverState)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        outgoing = Q(outgoing__user__name__icontains=word) | Q(outgoing__user__pinyin__startswith=word.lower())
        incoming = Q(incoming__user__name__icontains=word) | Q(incoming__user__pinyin__startswith=word.lower())
        return rows.filter(outgoing | incoming)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def handovers_of(post: Post) -> QuerySet[Handover]:
    return Handover.objects.visible_to(post).with_names()


def incoming_name(sheet: Handover) -> str:
    return sheet.incoming.user.name if sheet.incoming else "待任命"


def state_mark(sheet: Handover) -> str:
    return tag_html(sheet.get_state_display(), sheet.state_tone)


def due_left(sheet: Handover) -> str:
    return due_words(sheet.due_on, timezone.localdate()) if sheet.is_running else ""


def _mine(rows: QuerySet, post: Post) -> QuerySet:
    return TABLE.waiting_for(post, rows)


def _running(rows: QuerySet) -> QuerySet:
    return rows.running()


def _overdue(rows: QuerySet) -> QuerySet:
    return rows.overdue_on(timezone.localdate())


HANDOVERS = register(
    ListSpec(
        key="handovers",
        title="离任交接",
        columns=[
            Column("number", "编号", "number", width=18),
            Column("outgoing", "移交人", "outgoing.user.name", width=10),
            Column("title", "原职务", "outgoing.title", width=20),
            Column("region", "区划", "region.name", order="region_id", width=14),
            Column("incoming", "接收人", incoming_name, width=10),
            Column("left", "离任日期", "left_on", order="left_on", kind="date", width=12),
            Column("due", "交接时限", "due_on", order="due_on", kind="date", width=12),
            Column("left_days", "剩余", due_left, width=12),
            Column("state", "状态", state_mark, kind="html", width=14, excel="get_state_display"),
        ],
        filterset=HandoverFilter,
        order="-left_on",
        row_url=Handover.get_absolute_url,
        tabs=[
            Tab("running", "未办结", _running),
            Tab("mine", "待我办", mine=_mine),
            Tab("overdue", "已逾期", _overdue),
            Tab("all", "全部"),
        ],
        empty="还没有交接单。河长离任时自动生成。",
    ),
    handovers_of,
)
