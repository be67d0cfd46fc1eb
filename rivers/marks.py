"""Words and colours of water classes and signboards, for lists and pages alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hezhang.core.web.templatetags.ui import tag_html
from rivers import rules
from rivers.choices import WaterClass
from rivers.water import quality_word


def class_words(water_class: int | None) -> str:
    """Ⅳ类 轻度污染; "" when not assessed."""
    return f"{WaterClass(water_class).label} {quality_word(water_class)}" if water_class else ""


def class_chip(water_class: int | None) -> SafeString | str:
    """The same in the colours of 环办〔2011〕22号; the word stands beside the colour."""
    if not water_class:
        return ""
    label = WaterClass(water_class).label
    return format_html('<span class="wq wq-{}">{} {}</span>', water_class, label, quality_word(water_class))


def met_words(water_class: int | None, target: int) -> str:
    """达标, 未达标, or 不参评 without a class."""
    if water_class is None:
        return "不参评"
    return "达标" if water_class <= target else "未达标"


def board_words(board: Any, today: date, grace: int = rules.SIGNBOARD_GRACE_DAYS) -> str:
    """内容最新, 应更新（剩余 N 天）, 超期 N 天; ``board.stale_since`` comes from ``reads.boards_of``."""
    since = board.stale_since
    if since is None:
        return "内容最新"
    late = rules.overdue_days(since, today, grace)
    return f"超期 {late} 天" if late else f"应更新，剩余 {grace - (today - since).days} 天"


def board_mark(board: Any, today: date) -> SafeString:
    """The same as a coloured tag."""
    words = board_words(board, today)
    return tag_html(words, "red" if words.startswith("超期") else "orange" if board.stale_since else "green")
