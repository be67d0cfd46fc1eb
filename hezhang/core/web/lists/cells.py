"""Cells: a row's values in words for the screen, and as real values for the workbook."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from hezhang.core.kernel.words import decimal_words, moment_words
from hezhang.core.web.lists.spec import Action, Column, Value

NOTHING = "—"
# Characters: a text column from 30 on may take two lines, one up to 16 never does.
WRAPS_FROM, STAYS_TO = 30, 16
LINK = '<a href="{1}">{0}</a>'
PRESS = '<button type="submit" form="press" formaction="{1}" class="btn btn-sm btn-outline-primary">{0}</button>'


def reader(value: Value) -> Callable[[Any], Any]:
    """A function that reads the value of a row; a missing link on the path gives None."""
    if callable(value):
        return value
    parts = value.split(".")

    def read(row: Any) -> Any:
        for part in parts:
            row = getattr(row, part, None)
            if row is None:
                return None
        return row() if callable(row) else row

    return read


def day_words(value: date) -> str:
    """2026年11月21日; a moment is reckoned in local time."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.year}年{value.month}月{value.day}日"


def number_words(value: Any) -> str:
    """A number without an exponent or needless zeros after two decimals."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def text_words(value: Any) -> str:
    """Any value in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, Decimal):
        return decimal_words(value)
    return day_words(value) if isinstance(value, date) else str(value)


WORDS: dict[str, Callable[[Any], str]] = {
    "text": text_words,
    "date": day_words,
    "datetime": moment_words,
    "number": number_words,
    "html": lambda value: value,
}


def attributes(column: Column) -> SafeString:
    """The attributes of the column's cells; the label is what a card on the phone shows in front of the value."""
    css = {"number": "num", "date": "nowrap", "datetime": "nowrap", "html": "nowrap"}.get(column.kind, "")
    if column.width >= WRAPS_FROM:
        css = "wide"
    elif column.width and not css:
        css = "nowrap" if column.width <= STAYS_TO else "middling"
    if not column.on_phone:
        css = f"{css} wide-only".strip()
    return format_html(' class="{}" data-label="{}"', css, column.label) if css else label_attribute(column.label)


def label_attribute(label: str) -> SafeString:
    return format_html(' data-label="{}"', label)


def row_writer(
    columns: list[Column], link_column: str, row_url: Callable[[Any], str] | None
) -> Callable[[Any], SafeString]:
    """A function that turns a row into its cells, as markup.

    Everything that is the same per column is done once, and every value is escaped here: 600 cells through a template
    loop cost ten times as much.
    """
    plan = [
        (
            f"<td{attributes(column)}>",
            reader(column.value),
            WORDS[column.kind],
            row_url if column.key == link_column else None,
        )
        for column in columns
    ]

    def write(row: Any) -> SafeString:
        parts = []
        for opening, read, words, url in plan:
            value = read(row)
            # 0 is a figure and stays; only nothing is a dash.
            shown = NOTHING if value is None or value == "" else safe(words(value))
            if url:
                shown = link(url(row), shown)
            parts.append(f"{opening}{shown}</td>")
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above

    return write


def safe(words: Any) -> str:
    """The words escaped, unless they are safe markup; a fraction of conditional_escape's cost per cell."""
    return words if isinstance(words, SafeString) else html.escape(str(words))


def link(url: str, shown: str) -> str:
    """A link around markup that is already safe."""
    return f'<a href="{html.escape(url)}">{shown}</a>'


def actions_markup(actions: Iterable[Action | tuple[str, str]]) -> SafeString:
    """The 操作 column: links, and buttons that send the page's one form (list.html) to their own address."""
    drawn = (Action(*action) for action in actions)
    return format_html_join(
        "", "{}", ((format_html(PRESS if one.press else LINK, one.label, one.url),) for one in drawn)
    )


def excel_kind(column: Column) -> str:
    """What the workbook does with the column; codes and marked-up cells are text."""
    return "text" if column.kind == "html" else column.kind


def excel_writer(columns: list[Column]) -> Callable[[Any], list[Any]]:
    """A function that turns a row into workbook values: real dates and numbers, everything else as text."""
    plan = [(reader(column.excel or column.value), column.kind) for column in columns]

    def write(row: Any) -> list[Any]:
        return [_excel_value(read(row), kind) for read, kind in plan]

    return write


def _excel_value(value: Any, kind: str) -> Any:
    if value is None or value == "":
        return None
    if kind == "date" and isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if kind == "datetime" and isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if kind in ("date", "number", "datetime"):
        return value
    return strip_tags(value) if isinstance(value, SafeString) else text_words(value)
