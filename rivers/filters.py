"""The query forms of the registry's lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from rivers.choices import RiverKind, TenureKind, WaterClass
from rivers.models import Reach

GAPS = [("true", "有河段空缺"), ("false", "各河段齐全")]


def towns(request: Any) -> QuerySet[Region]:
    """Towns that the asking post may see."""
    post = getattr(request, "post", None)
    return Region.objects.none() if post is None else Region.objects.visible_to(post).filter(tier=Tier.TOWN)


def named(word: str, name: str = "name", pinyin: str = "pinyin") -> Q:
    """Part of the name, or its pinyin initials."""
    return Q(**{f"{name}__icontains": word}) | Q(**{f"{pinyin}__startswith": word.lower()})


class RiverFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称 / 拼音首字母 / 编码", method="find")
    kind = django_filters.ChoiceFilter(label="类别", choices=RiverKind)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    gap = django_filters.ChoiceFilter(label="责任河长", choices=GAPS, method="with_gap")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(named(word) | Q(code__startswith=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        reaches = Reach.objects.filter(within(town), river=OuterRef("pk"))
        return rows.filter(within(town) | Exists(reaches))

    def with_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(gap_count__gt=0) if value == "true" else rows.filter(gap_count=0)


class ReachFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="河段 / 拼音首字母 / 河湖", method="find")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(named(word) | Q(code__startswith=word) | Q(river__name__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


class TenureFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名 / 河湖 / 河段", method="find")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier, field_name="reach__tier")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    kind = django_filters.ChoiceFilter(label="类别", choices=TenureKind)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        person = named(word, "post__user__name", "post__user__pinyin")
        return rows.filter(person | named(word, "reach__name", "reach__pinyin") | Q(reach__river__name__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "reach__region"))


class BoardFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="编号 / 地点 / 河段", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(
            Q(code__icontains=word) | Q(place__icontains=word) | named(word, "reach__name", "reach__pinyin")
        )

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


class SectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="断面 / 编码 / 河湖", method="find")
    target = django_filters.ChoiceFilter(label="目标水质", choices=WaterClass.choices[:5])
    latest = django_filters.ChoiceFilter(label="最近类别", choices=WaterClass, field_name="latest_class")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(Q(name__icontains=word) | Q(code__startswith=word) | Q(river__name__icontains=word))
