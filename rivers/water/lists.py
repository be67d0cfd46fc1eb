"""The list of monitoring sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F, Q, QuerySet

from hezhang.core.web.lists import Column, ListSpec, Tab, register
from hezhang.core.web.templatetags.ui import tag_html
from rivers.registry.lists import add_tool, if_kept
from rivers.water import facts
from rivers.water.choices import WaterClass
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class SectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="断面 / 编码 / 河湖", method="find")
    target = django_filters.ChoiceFilter(label="目标水质", choices=WaterClass.choices[:5])
    latest = django_filters.ChoiceFilter(label="最近类别", choices=WaterClass, field_name="latest_class")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return rows.filter(Q(name__icontains=word) | Q(code__startswith=word) | Q(river__name__icontains=word))


def sections_of(post: Post) -> QuerySet[Section]:
    return facts.sections_of(Section.objects.visible_to(post))


def section_met(section: Any) -> str:
    return facts.met_words(section.latest_class, section.target) if section.latest_month else ""


def met_mark(section: Any) -> str:
    words = section_met(section)
    return tag_html(words, "green" if words == "达标" else "red") if words else ""


def latest_month(section: Any) -> str:
    month = section.latest_month
    return f"{month.year}年{month.month}月" if month else ""


def _unmet(rows: QuerySet) -> QuerySet:
    return rows.filter(latest_class__gt=F("target"))


SECTIONS = register(
    ListSpec(
        key="sections",
        title="监测断面",
        columns=[
            Column("name", "断面", "name", order="name", width=16),
            Column("code", "编码", "code", order="code", width=14),
            Column("river", "河湖", "river.name", order="river__code", width=14),
            Column("region", "考核区划", "region.name", order="region_id", width=12),
            Column("body", "水体类型", "get_body_display", default=False, width=10),
            Column("target", "目标", "get_target_display", order="target", width=8),
            Column("month", "最近月份", latest_month, width=12),
            Column(
                "latest",
                "水质",
                lambda section: facts.class_chip(section.latest_class),
                kind="html",
                width=16,
                excel=lambda section: facts.class_words(section.latest_class),
            ),
            Column("met", "是否达标", met_mark, kind="html", width=10, excel=section_met),
        ],
        filterset=SectionFilter,
        order="code",
        primary=3,
        row_url=Section.get_absolute_url,
        tabs=[Tab("all", "全部"), Tab("unmet", "未达标", _unmet)],
        toolbar=[add_tool("新增断面", "rivers:create_section")],
        row_actions=lambda section, post: if_kept(post, section, "填报", "rivers:record_month"),
        empty="还没有登记监测断面。",
    ),
    sections_of,
)
