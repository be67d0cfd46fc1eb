"""The list of monitoring sections, and a month of them as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.search.finding import matching
from hezhang.core.web.excel import Sheet, write_table
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import link_html, tag_html
from rivers.registry.lists import if_kept
from rivers.water.choices import Monitored, WaterClass
from rivers.water.facts import sections as facts
from rivers.water.facts.grid import Grid, Row
from rivers.water.facts.words import class_chip, class_words, met_words, warning_links, warning_words
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class SectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="断面 / 编码 / 河湖", method="find")
    target = django_filters.ChoiceFilter(label="目标水质", choices=WaterClass.choices[:5], field_name="target_now")
    latest = django_filters.ChoiceFilter(label="最近类别", choices=WaterClass, field_name="latest_class")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "section", word)


def sections_of(post: Post) -> QuerySet[Section]:
    return facts.sections_of(Section.objects.visible_to(post), timezone.localdate())


def section_met(section: Any) -> str:
    return met_words(section.latest_class, section.latest_target) if section.latest_month else ""


def met_mark(section: Any) -> str:
    words = section_met(section)
    return tag_html(words, "green" if words == "达标" else "red") if words else ""


def latest_month(section: Any) -> str:
    month = section.latest_month
    return f"{month.year}年{month.month}月" if month else ""


def river_of(section: Any) -> str:
    """With its page, where whoever sees the section surely may open that of the river."""
    opens = section.region.contains(section.river.region_id)
    return link_html(section.river.name, section.river.get_absolute_url() if opens else "")


def _warned(rows: QuerySet) -> QuerySet:
    return facts.warned_of(rows, timezone.localdate())


def _unmet(rows: QuerySet) -> QuerySet:
    return _standing(rows).filter(latest_class__gt=F("latest_target"))


def _standing(rows: QuerySet) -> QuerySet:
    return rows.standing(timezone.localdate())


def _ended(rows: QuerySet) -> QuerySet:
    return rows.ended(timezone.localdate())


def section_actions(section: Any, post: Post) -> Any:
    return [] if section.ended_on else if_kept(post, section, "填报", "rivers:record_month")


SECTIONS = register(
    ListSpec(
        key="sections",
        title="监测断面",
        columns=[
            Column("name", "断面", "name", order="name", width=16),
            Column("code", "编码", "code", order="code", width=14),
            Column("river", "河湖", river_of, kind="html", order="river__code", width=14, excel="river.name"),
            Column("region", "考核区划", "region.name", order="region_id", width=12),
            Column("established", "对象建立时间", "established_on", kind="date", default=False, width=12),
            Column("ended", "对象终止时间", "ended_on", kind="date", default=False, width=12),
            Column("body", "水体类型", "get_body_display", default=False, width=10),
            Column("target", "目标", lambda section: WaterClass(section.target_now).label, order="target_now", width=8),
            Column("month", "最近月份", latest_month, width=12),
            Column(
                "latest",
                "水质",
                lambda section: class_chip(section.latest_class),
                kind="html",
                width=16,
                excel=lambda section: class_words(section.latest_class),
            ),
            Column("met", "是否达标", met_mark, kind="html", width=10, excel=section_met),
            Column(
                "warned",
                "水质预警",
                lambda section: warning_links(section.warned),
                kind="html",
                width=30,
                excel=lambda section: warning_words(section.warned),
            ),
        ],
        filterset=SectionFilter,
        order="code",
        primary=3,
        row_url=Section.get_absolute_url,
        tabs=[
            Tab("standing", "在用", _standing),
            Tab("unmet", "未达标", _unmet),
            Tab("warned", "水质预警", _warned),
            Tab("ended", "已终止", _ended),
            Tab("all", "全部"),
        ],
        toolbar=[
            Tool("水质月报", reverse_lazy("rivers:water_grid"), icon="edit", primary=True, rule=is_office),
            Tool("分区水质", reverse_lazy("rivers:water_regions"), icon="chart"),
            Tool("新增断面", reverse_lazy("rivers:create_section"), icon="plus", rule=is_office),
        ],
        row_actions=section_actions,
        empty="还没有登记监测断面。",
    ),
    sections_of,
)


def write_month(stream: IO[bytes], grid: Grid, rows: list[Row]) -> int:
    """A month of the sheet as a workbook, with the columns of the page, so that it can be corrected and read in again."""
    headings = [
        "断面编码",
        "断面",
        "河湖",
        "考核区划",
        "月份",
        "目标",
        "监测情况",
        *(item.heading for item in grid.items),
    ]
    headings += ["数据来源", "水质类别", "是否达标", "主要污染指标"]
    title = f"{grid.month.year}年{grid.month.month}月断面水质"
    note = "低于检出限的按“检出限+L”填写；空白为未监测。水质类别、是否达标和主要污染指标由系统按单因子评价算出。"
    # As text, since a figure is what the laboratory reported: 0.90 is no 0.9, and 0.025L is no number at all.
    kinds = ["text"] * len(headings)
    return write_table(
        stream, [Sheet(title, headings, _lines(grid, rows), kinds=kinds, heading_line=f"{title}月报表", note=note)]
    )


def _lines(grid: Grid, rows: list[Row]) -> Iterator[list[str]]:
    for row in rows:
        section, stored = row.section, grid.stored.get(row.section.pk)
        target = stored.target if stored else section.target_now
        state = Monitored(row.monitored).label if stored else ""
        place = [section.code, section.name, section.river.name, section.region.name, f"{grid.month:%Y-%m}"]
        judged = [row.judged.get("words", ""), row.judged.get("met", ""), row.judged.get("pollutants", "")]
        figures = [cell.text for cell in row.cells]
        yield [*place, WaterClass(target).label, state, *figures, stored.source if stored else "", *judged]
