"""还在手机上: what was announced and has not come; and what was kept for the office to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.parcels.choices import Dealing, Decision, ParcelState
from hezhang.core.parcels.facts import photo_words
from hezhang.core.parcels.kinds import kind_choices
from hezhang.core.parcels.models import Held, Parcel
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def regions(request: object) -> QuerySet[Region]:
    """Those below the asking post; none where only the words of the filter are asked for."""
    post = getattr(request, "post", None)
    return Region.objects.visible_to(post).order_by("code") if post else Region.objects.none()


class ParcelFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", method="find")
    place = django_filters.ModelChoiceFilter(label="区划", queryset=regions, method="in_region")
    kind = django_filters.ChoiceFilter(label="类别", choices=kind_choices)
    days = django_filters.DateFromToRangeFilter(label="提交日期", field_name="made_at__date")

    class Meta:
        model = Parcel
        fields: list[str] = []

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(Q(user__name__icontains=word) | Q(user__pinyin__startswith=word.lower()))

    def in_region(self, rows: QuerySet, name: str, region: Region) -> QuerySet:
        return rows.filter(within(region))


def waited(parcel: Parcel) -> str:
    """How long it has been on the way, in the largest whole unit."""
    since = (parcel.received_at or timezone.now()) - parcel.made_at
    hours = since.total_seconds() // 3600
    if hours >= 24:
        return f"{hours // 24:.0f} 天"
    return f"{hours:.0f} 小时" if hours >= 1 else "不到 1 小时"


def _dealt(parcel: Parcel) -> str:
    return parcel.get_dealing_display() if parcel.dealing else ""


def source(post: Post) -> QuerySet[Parcel]:
    return Parcel.objects.visible_to(post).with_names()


def held_source(post: Post) -> QuerySet[Held]:
    return Held.objects.visible_to(post).with_names()


PARCELS = register(
    ListSpec(
        key="parcels",
        title="还在手机上",
        columns=[
            Column("who", "人员", "user.name", width=10),
            Column("place", "所属区划", "region.name", order="region_id", width=14),
            Column("kind", "类别", "kind_label", width=12),
            Column("made", "手机上提交", "made_at", order="made_at", kind="datetime", width=18),
            Column("photos", "照片（已到/共）", photo_words, width=12),
            Column("waited", "多久", waited, width=12),
            Column("state", "状态", lambda row: tag_html(row.get_state_display(), row.state_tone), kind="html",
                   excel="get_state_display", width=12),
            Column("dealt", "处理", _dealt, width=14),
            Column("received", "收到时间", "received_at", kind="datetime", default=False, width=18),
        ],
        filterset=ParcelFilter,
        order="-made_at",
        row_url=Parcel.get_absolute_url,
        tabs=[
            Tab("awaited", "还在手机上", lambda rows: rows.awaited()),
            Tab("given_up", "不再等", lambda rows: rows.filter(state=ParcelState.AWAITED, dealing=Dealing.GIVEN_UP)),
            Tab("came", "已收到", lambda rows: rows.exclude(state=ParcelState.AWAITED)),
        ],
        toolbar=[Tool("导入手机另存的文件", reverse_lazy("parcels:file"), icon="upload", rule=is_office)],
        empty="没有还在手机上的记录。有人在没有信号的地方提交了内容，手机一报到就会列在这里。",
    ),
    source,
)  # fmt: skip
HELD = register(
    ListSpec(
        key="held",
        title="收下待核对",
        columns=[
            Column("about", "关于", "about", width=30),
            Column("act", "要办的事", "act", width=14),
            Column("who", "人员", "parcel.user.name", width=10),
            Column("place", "所属区划", "parcel.region.name", width=14),
            Column("made", "手机上提交", "parcel.made_at", kind="datetime", width=18),
            Column("came", "收到时间", "came_at", order="came_at", kind="datetime", width=18),
            Column("why", "没有办成的原因", "why", width=36),
            Column("decision", "处理", lambda row: tag_html(row.get_decision_display(), row.decision_tone), kind="html",
                   excel="get_decision_display", width=14),
        ],
        order="-came_at",
        row_url=Held.get_absolute_url,
        tabs=[
            Tab("waiting", "待核对", lambda rows: rows.waiting()),
            Tab("decided", "已处理", lambda rows: rows.exclude(decision=Decision.WAITING)),
        ],
        empty="没有待核对的内容。手机上填写、送到时已经办不成的，会收在这里，由河长办核对。",
    ),
    held_source,
)  # fmt: skip
