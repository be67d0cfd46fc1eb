"""申诉: the queue of appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from patrols.appeals.models import Appeal

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class AppealFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", field_name="post__user__name", lookup_expr="icontains")


def source(post: Post) -> QuerySet[Appeal]:
    return Appeal.objects.visible_to(post).with_names()


def state_mark(appeal: Appeal) -> str:
    return tag_html(appeal.get_state_display(), appeal.state_tone)


def _waiting(rows: QuerySet) -> QuerySet:
    return rows.waiting()


def _overdue(rows: QuerySet) -> QuerySet:
    return rows.overdue_on(timezone.localdate())


APPEALS = register(
    ListSpec(
        key="appeals",
        title="巡河申诉",
        columns=[
            Column("who", "申诉人", "post.user.name", width=10),
            Column("what", "申诉事项", "what", width=30),
            Column("reason", "理由", "reason", width=30),
            Column("made", "申诉时间", "made_at", order="made_at", kind="datetime", width=18),
            Column("due", "应答复日期", "due_on", order="due_on", kind="date", width=12),
            Column("state", "状态", state_mark, kind="html", width=10, excel=lambda one: one.get_state_display()),
            Column("answer", "答复", "answer", width=30),
        ],
        filterset=AppealFilter,
        order="-made_at",
        row_url=Appeal.get_absolute_url,
        tabs=[
            Tab("waiting", "待答复", _waiting, order="due_on"),
            Tab("overdue", "超期未答复", _overdue),
            Tab("all", "全部"),
        ],
        toolbar=[Tool("待复核巡河（请核实）", "/patrols/?counting=review", icon="search")],
        empty="没有申诉",
    ),
    source,
)
