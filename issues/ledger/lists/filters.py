"""The query form of the ledger."""

from __future__ import annotations

import re

import django_filters
from django.db.models import QuerySet
from django_filters.widgets import DateRangeWidget

from hezhang.core.accounts.models import Department, Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.periods import Period
from hezhang.core.search.finding import RARE, matching
from issues.clocks.choices import Severity, Track
from issues.ledger.choices import ListLevel, Look, Source, State
from issues.ledger.models import Category, Issue
from rivers.registry.lists import towns
from rivers.registry.models import River

NUMBER = re.compile(r"[Mm]\d{2,19}")
UNSEEN = "none"
WHOLE = 12  # characters of a whole number, at the least: M + county + day + three digits


def units(request: object) -> QuerySet[Department]:
    """Units of the asking post's region."""
    post = getattr(request, "post", None)
    return Department.objects.visible_to(post) if post else Department.objects.none()


def categories(request: object) -> QuerySet[Category]:
    """Shipped ones and those of the asking post's county."""
    post = getattr(request, "post", None)
    return Category.objects.in_force(post.region_id) if post else Category.objects.none()


def rivers(request: object) -> QuerySet[River]:
    """Rivers that the asking post may see."""
    post = getattr(request, "post", None)
    return River.objects.visible_to(post) if post else River.objects.none()


def days(label: str, method: str = "", field_name: str = "") -> django_filters.DateFromToRangeFilter:
    """From–to, both days inclusive."""
    more = {"method": method} if method else {"field_name": field_name}
    return django_filters.DateFromToRangeFilter(label=label, widget=DateRangeWidget(attrs={"type": "date"}), **more)


class IssueFilter(django_filters.FilterSet):
    """By words, by where, by what, by whom, by when."""

    RARE = RARE

    q = django_filters.CharFilter(label="编号 / 描述 / 地点", method="find")
    state = django_filters.ChoiceFilter(label="状态", choices=State)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    category = django_filters.ModelChoiceFilter(label="问题类别", queryset=categories)
    severity = django_filters.ChoiceFilter(label="严重程度", choices=Severity)
    source = django_filters.ChoiceFilter(label="来源", choices=Source)
    unit = django_filters.ModelChoiceFilter(label="责任单位", queryset=units)
    river = django_filters.ModelChoiceFilter(label="河湖", queryset=rivers)
    track = django_filters.ChoiceFilter(label="整改方式", choices=Track)
    level = django_filters.ChoiceFilter(label="列入层级", choices=ListLevel, field_name="list_level")
    look = django_filters.ChoiceFilter(label="回头看", choices=[*Look.choices, (UNSEEN, "未回头看")], method="looked")
    again = django_filters.ChoiceFilter(
        label="反弹、虚假整改", choices=[("rebound", "反弹的问题"), ("false", "认定虚假整改")], method="marked"
    )
    found = days("发现日期", method="found_in")
    due = days("整改时限", field_name="due_on")

    class Meta:
        model = Issue
        fields: list[str] = []

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        """A number is looked up by itself or its beginning, as an index serves it; anything else in the words."""
        word = word.strip()
        if NUMBER.fullmatch(word):
            word = word.upper()
            return (
                rows.filter(number=word)
                if len(word) >= WHOLE
                else rows.filter(number__range=(word, word.ljust(20, "9")))
            )
        return matching(rows, "issue", word, rare=self.RARE)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))

    def looked(self, rows: QuerySet, name: str, found: str) -> QuerySet:
        return rows.filter(state=State.CLOSED, look="") if found == UNSEEN else rows.filter(look=found)

    def marked(self, rows: QuerySet, name: str, how: str) -> QuerySet:
        return rows.filter(false_at__isnull=False) if how == "false" else rows.filter(rebounds__gt=0)

    def found_in(self, rows: QuerySet, name: str, span: slice) -> QuerySet:
        """Days in Shanghai's reckoning."""
        first, last = (end.date() if end else None for end in (span.start, span.stop))
        if first:
            rows = rows.filter(found_at__gte=Period("day", first, first, "").bounds()[0])
        if last:
            rows = rows.filter(found_at__lt=Period("day", last, last, "").bounds()[1])
        return rows
