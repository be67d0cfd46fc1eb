"""A class of water in words and colours."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rivers.water.choices import WaterClass
from rivers.water.models import SectionTrend
from rivers.water.rules.quality import quality_word


def class_words(water_class: int | None) -> str:
    """Ⅳ类 轻度污染; "" when not assessed."""
    return f"{WaterClass(water_class).label} {quality_word(water_class)}" if water_class else ""


def class_chip(water_class: int | None) -> SafeString | str:
    """The same in the colours of 环办〔2011〕22号; the word stands beside the colour."""
    if not water_class:
        return ""
    return format_html('<span class="wq wq-{}">{}</span>', water_class, class_words(water_class))


def met_words(water_class: int | None, target: int) -> str:
    """达标, 未达标, or 不参评 without a class."""
    if water_class is None:
        return "不参评"
    return "达标" if water_class <= target else "未达标"


def warning_words(trends: Iterable[SectionTrend]) -> str:
    """氨氮显著上升、总磷显著上升."""
    return "、".join(trend.words for trend in trends)


def warning_links(trends: Iterable[SectionTrend]) -> SafeString:
    """The same, each opening to its months."""
    links = ((reverse("rivers:section", args=[one.section_id]), one.item, one.words) for one in trends)
    told = format_html_join(" ", '<a class="tag tag-orange" href="{}?item={}#picture">{}</a>', links)
    # One thing in its cell: side by side with its heading on a phone, several would not wrap.
    return format_html("<span>{}</span>", told) if told else told
