"""督办台账."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from hezhang.core.web.lists import Column, ListSpec, Tab, register
from hezhang.core.web.templatetags.ui import tag_html
from issues.escalation.choices import NoticeKind, NoticeState
from issues.escalation.facts import left_words
from issues.escalation.models import Notice
from issues.escalation.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class NoticeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="文号 / 问题编号", method="find")
    kind = django_filters.ChoiceFilter(label="督办类别", choices=NoticeKind)
    state = django_filters.ChoiceFilter(label="状态", choices=NoticeState)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(Q(number__icontains=word.strip()) | Q(issue__number__startswith=word.strip().upper()))


def notices_of(post: Post) -> QuerySet[Notice]:
    return Notice.objects.visible_to(post).with_names()


def state_mark(notice: Notice) -> str:
    return tag_html(notice.get_state_display(), notice.state_tone)


def left(notice: Notice) -> str:
    return left_words(notice, timezone.localdate())


NOTICES = register(
    ListSpec(
        key="notices",
        title="督办台账",
        columns=[
            Column("number", "文号", "number", width=24),
            Column("kind", "类别", "get_kind_display", width=10),
            Column("state", "状态", state_mark, kind="html", excel="get_state_display", width=10),
            Column("left", "答复剩余", left, width=12),
            Column("issue", "问题编号", "issue.number", width=16),
            Column("river", "河湖", "issue.river.name", width=12),
            Column("unit", "责任单位", "unit.name", width=20),
            Column("reason", "督办事由", "reason", width=30, on_phone=False),
            Column("sent", "发出日期", "sent_on", order="sent_on", kind="date", width=12),
            Column("reply_by", "答复时限", "reply_by", order="reply_by", kind="date", width=12),
            Column("replied", "答复时间", "replied_at", kind="datetime", default=False, width=18),
        ],
        filterset=NoticeFilter,
        order="-sent_on",
        row_url=Notice.get_absolute_url,
        tabs=[
            Tab("waiting", "未办结", lambda rows: rows.waiting()),
            Tab("mine", "待我办", mine=lambda rows, post: TABLE.waiting_for(post, rows)),
            Tab("overdue", "超期未答复", lambda rows: rows.overdue_on(timezone.localdate())),
            Tab("all", "全部"),
        ],
        empty="还没有督办件。超期问题的页面上会建议发出。",
    ),
    notices_of,
)
