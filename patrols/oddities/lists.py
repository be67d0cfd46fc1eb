"""请核实: the queue of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import QuerySet

from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from patrols.oddities.choices import CheckState, OddityKind
from patrols.oddities.facts import sentence
from patrols.oddities.models import Oddity

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class OddityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="巡河人", field_name="patrol__user__name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="情况", choices=OddityKind)


def source(post: Post) -> QuerySet[Oddity]:
    return Oddity.objects.visible_to(post).with_names()


def state_mark(oddity: Oddity) -> str:
    return tag_html(oddity.get_state_display(), oddity.state_tone)


def _in(state: CheckState) -> Tab:
    return Tab(state.value, str(state.label), lambda rows: rows.filter(state=state))


ODDITIES = register(
    ListSpec(
        key="oddities",
        title="巡河请核实",
        columns=[
            Column("who", "巡河人", "patrol.user.name", width=10),
            Column("reach", "河段", "patrol.reach.name", width=18),
            Column("day", "巡河时间", "patrol.started_at", kind="datetime", width=18),
            Column("kind", "情况", "get_kind_display", order="kind", width=14),
            Column("words", "看到了什么", sentence, width=60),
            Column("answer", "本人说明", "answer", width=30),
            Column("state", "状态", state_mark, kind="html", width=12, excel=lambda one: one.get_state_display()),
            Column("found", "列入时间", "found_at", order="found_at", kind="datetime", default=False, width=18),
        ],
        filterset=OddityFilter,
        order="-found_at",
        row_url=Oddity.get_absolute_url,
        tabs=[*(_in(state) for state in CheckState), Tab("all", "全部")],
        toolbar=[Tool("待复核巡河", "/patrols/?counting=review", icon="search")],
        empty="没有要核实的巡河",
    ),
    source,
)
