"""The query form of the patrol list."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period
from patrols.choices import Counting, PatrolKind
from patrols.models import Patrol

FOUND = [("yes", "有发现"), ("no", "一切正常")]
ROLES = [(role.value, role.label) for role in (Role.CHIEF, Role.PATROLLER)]


def towns(request: object) -> QuerySet[Region]:
    """Towns that the asking post may see."""
    post = getattr(request, "post", None)
    return Region.objects.none() if post is None else Region.objects.visible_to(post).filter(tier=Tier.TOWN)


class PatrolFilter(django_filters.FilterSet):
    """Person, reach or river by words; days by when it was walked."""

    q = django_filters.CharFilter(label="河长 / 河段 / 河湖", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    days = django_filters.DateFromToRangeFilter(label="巡河日期", method="walked_in")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier)
    found = django_filters.ChoiceFilter(label="发现问题", choices=FOUND, method="with_findings")
    kind = django_filters.ChoiceFilter(label="方式", choices=PatrolKind)
    role = django_filters.ChoiceFilter(label="巡河人", field_name="post__role", choices=ROLES)
    counting = django_filters.ChoiceFilter(label="是否计入", choices=Counting)
    backfilled = django_filters.BooleanFilter(label="补录", field_name="is_backfilled")

    class Meta:
        model = Patrol
        fields: list[str] = []

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        person = Q(user__name__icontains=word) | Q(user__pinyin__startswith=word.lower())
        return rows.filter(person | Q(reach__name__icontains=word) | Q(river__name__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        first, last = town.code_range
        return rows.filter(region_id__gte=first, region_id__lte=last)

    def walked_in(self, rows: QuerySet, name: str, days: slice) -> QuerySet:
        """Days in Shanghai's reckoning, both inclusive."""
        first, last = (end.date() if end else None for end in (days.start, days.stop))
        if first:
            rows = rows.filter(started_at__gte=Period("day", first, first, "").bounds()[0])
        if last:
            rows = rows.filter(started_at__lt=Period("day", last, last, "").bounds()[1])
        return rows

    def with_findings(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(finding_count__gt=0) if value == "yes" else rows.filter(finding_count=0)
