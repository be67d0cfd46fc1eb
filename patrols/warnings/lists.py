"""预警: the list of warnings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import django_filters
from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.web.lists import Action, Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from patrols.warnings import rules
from patrols.warnings.choices import LEVEL_TONES, WarningKind, WarningLevel
from patrols.warnings.models import RiverWarning
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hezhang.core.accounts.models import Post


class WarningFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="河湖 / 河段 / 事由", method="find")
    kind = django_filters.ChoiceFilter(label="类别", choices=WarningKind)
    level = django_filters.ChoiceFilter(label="等级", choices=WarningLevel)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        places = Q(reach__name__icontains=word) | Q(river__name__icontains=word) | Q(region__name__icontains=word)
        return rows.filter(places | Q(basis__icontains=word))


def source(post: Post) -> QuerySet[RiverWarning]:
    # Open ended: after all that end.
    ends = Coalesce("ends_on", Value(date(9999, 12, 31)), output_field=DateField())
    return RiverWarning.objects.visible_to(post).with_names().annotate(ends_sort=ends)


def standing(warning: RiverWarning) -> str:
    return rules.standing(warning, timezone.localdate())


def level_mark(warning: RiverWarning) -> str:
    return tag_html(warning.get_level_display(), LEVEL_TONES[WarningLevel(warning.level)])


def actions(warning: RiverWarning, post: Post) -> Iterable[Action | tuple[str, str]]:
    today = timezone.localdate()
    yield "沿革", reverse("audit:history", args=["river_warning", warning.pk])
    if not may_keep(post, warning.region_id):
        return
    if rules.may_lift(warning, today):
        yield "解除", reverse("patrols:lift_warning", args=[warning.pk])
    if rules.may_take_back(warning, today):
        word = "撤销解除" if warning.lifted_on else "撤销"
        yield Action(word, reverse("patrols:take_back_warning", args=[warning.pk]), press=True)


def _now(rows: QuerySet) -> QuerySet:
    return rows.touching(timezone.localdate(), timezone.localdate())


WARNINGS = register(
    ListSpec(
        key="warnings",
        title="巡河预警",
        columns=[
            Column("place", "预警范围", "place_name", width=24),
            Column(
                "level",
                "等级",
                level_mark,
                order="level",
                kind="html",
                width=8,
                excel=lambda one: one.get_level_display(),
            ),
            Column("kind", "类别", "get_kind_display", order="kind", width=12),
            Column("starts", "预警起", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "预警止", "ends_on", order="ends_sort", kind="date", width=12),
            Column("standing", "状态", standing, width=10),
            Column("basis", "事由", "basis", width=28),
            Column("number", "文号", "number", width=18),
            Column("by", "发布人", "post.user.name", default=False, width=10),
        ],
        filterset=WarningFilter,
        order="-starts_on",
        row_actions=actions,
        tabs=[Tab("now", "预警中", _now), Tab("all", "全部")],
        toolbar=[
            Tool("发布预警", reverse_lazy("patrols:issue_warning"), icon="plus", primary=True, rule=is_office),
        ],
        empty="没有预警",
    ),
    source,
)
