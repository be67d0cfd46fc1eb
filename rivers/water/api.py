"""Monitoring sections and their months, as other systems read them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from hezhang.core.web.lists import Column, ListSpec
from rivers.registry.api import RegistryRow
from rivers.water import lists
from rivers.water.choices import Monitored, WaterClass
from rivers.water.models import Section, SectionMonth


class SectionOut(RegistryRow):
    river = serializers.IntegerField(source="river_id", help_text="河湖编号（id）")
    river_code = serializers.CharField(source="river.code")
    river_name = serializers.CharField(source="river.name")
    region = serializers.CharField(source="region_id", help_text="考核区划代码")
    region_name = serializers.CharField(source="region.name")
    target = serializers.IntegerField(source="target_now", help_text="现行目标：1–5 为Ⅰ–Ⅴ类")
    latest_month = serializers.DateField(allow_null=True, help_text="最近有类别的月份（当月 1 日）")
    latest_class = serializers.IntegerField(allow_null=True, help_text="该月类别：1–5 为Ⅰ–Ⅴ类，6 为劣Ⅴ类")
    is_met = serializers.SerializerMethodField(help_text="该月是否达到当月目标")
    warnings = serializers.SerializerMethodField(help_text="水质预警：显著变差的项目")

    class Meta:
        model = Section
        fields = ["id", "code", "name", "river", "river_code", "river_name", "region", "region_name", "body"]
        fields += [
            "lat",
            "lng",
            "established_on",
            "ended_on",
            "target",
            "latest_month",
            "latest_class",
            "is_met",
            "warnings",
        ]

    def get_is_met(self, section: Any) -> bool | None:
        return section.latest_class <= section.latest_target if section.latest_month else None

    def get_warnings(self, section: Any) -> list[str]:
        return [f"{trend.name}{trend.words}" for trend in section.warned]


class Sections(Door):
    """监测断面，与“监测断面”页同样的查询条件；经纬度为 WGS-84。"""

    many, one, title = "sections", "section", "监测断面"
    spec, serializer = lists.SECTIONS, SectionOut
    example = "tab=unmet"

    def scoped(self, post: Post) -> QuerySet[Section]:
        return lists.sections_of(post)


class MonthFilter(django_filters.FilterSet):
    section = django_filters.CharFilter(label="断面编码", field_name="section__code")
    since = django_filters.DateFilter(label="月份起（当月 1 日）", field_name="month", lookup_expr="gte")
    until = django_filters.DateFilter(label="月份止（当月 1 日）", field_name="month", lookup_expr="lte")
    water_class = django_filters.ChoiceFilter(label="水质类别", choices=WaterClass)
    monitored = django_filters.ChoiceFilter(label="监测情况", choices=Monitored)


class MonthOut(RegistryRow):
    section = serializers.IntegerField(source="section_id", help_text="断面编号（id）")
    section_code = serializers.CharField(source="section.code")
    section_name = serializers.CharField(source="section.name")
    is_met = serializers.BooleanField(allow_null=True, help_text="是否达标；未监测的月份不参评，为空")
    readings = serializers.SerializerMethodField(help_text="监测值：项目代码和报出值，如 0.025L 为低于检出限")

    class Meta:
        model = SectionMonth
        fields = ["id", "section", "section_code", "section_name", "month", "monitored", "water_class", "target"]
        fields += ["is_met", "main_pollutants", "source", "readings"]

    def get_readings(self, month: SectionMonth) -> dict[str, str]:
        return {reading.item: reading.reported for reading in month.readings.all()}


class SectionMonths(Door):
    """断面月水质：类别由系统按单因子评价算出，监测值照报出值。"""

    many, one, title = "section-months", "section_month", "断面月水质"
    serializer = MonthOut
    spec = ListSpec(
        key="section-months",
        title="断面月水质",
        columns=[
            Column("month", "月份", "month", order="month"),
            Column("section", "断面", "section.code", order="section__code"),
        ],
        filterset=MonthFilter,
        order="-month",
    )
    example = "since=2026-01-01&page_size=2"

    def scoped(self, post: Post) -> QuerySet[SectionMonth]:
        return SectionMonth.objects.visible_to(post).select_related("section").prefetch_related("readings")


DOORS: list[type[Door]] = [Sections, SectionMonths]
