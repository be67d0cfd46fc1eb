"""Tags of the registry's pages."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from hezhang.core.web.templatetags.ui import NOTHING, tag_html
from rivers.boards.facts import board_mark, found_mark
from rivers.water.choices import WaterClass
from rivers.water.facts.words import class_chip, met_words, warning_links

register = template.Library()


@register.simple_tag
def water_class(value: int | None) -> SafeString | str:
    """{% water_class month.water_class %}: Ⅳ类 轻度污染, coloured."""
    return class_chip(value) or NOTHING


@register.simple_tag
def class_label(value: int) -> str:
    """{% class_label section.target_now %}: Ⅲ类."""
    return str(WaterClass(value).label)


@register.simple_tag
def water_warnings(trends: list[Any]) -> SafeString | str:
    """{% water_warnings section.warned %}: 氨氮显著上升, each opening to its months."""
    return warning_links(trends) or NOTHING


@register.simple_tag
def target_met(value: int | None, target: int) -> SafeString:
    """{% target_met month.water_class section.target %}: 达标, 未达标, 不参评."""
    words = met_words(value, target)
    return tag_html(words, {"达标": "green", "未达标": "red"}.get(words, "grey"))


@register.simple_tag
def board_state(board: Any) -> SafeString:
    """{% board_state board %}: 内容最新, 应更新, 超期 N 天; the board comes from ``boards.facts.boards_of``."""
    return board_mark(board, timezone.localdate())


@register.simple_tag
def board_found(board: Any) -> SafeString | str:
    """{% board_found board %}: 完好 2026年3月1日, 破损（待修复）, 未巡检."""
    return found_mark(board)
