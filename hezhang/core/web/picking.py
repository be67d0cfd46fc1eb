"""Long select boxes and groups of boxes are typed into (static/js/pick.js, sift.js): each option says the pinyin initials of its words."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hezhang.core.kernel.words import initials

LONG = 15  # options; a box to type in stands in front of longer ones only
OPTION = re.compile(r'<option value="[^"]+"')
WHOLE = re.compile(r'(<option value="[^"]+"[^>]*)>([^<]*)</option>')
APART = re.compile(r"[^\w]+")


def with_initials(html: SafeString) -> SafeString:
    """The control with ``data-py`` on its options, where there are so many that one types; any other as it is."""
    if len(OPTION.findall(html)) <= LONG:
        return html
    return mark_safe(WHOLE.sub(_option, html))  # noqa: S308 - Django's own markup, and letters and blanks


def _option(found: re.Match[str]) -> str:
    opening, text = found.groups()
    return f"{opening}{letters(text)}>{text}</option>"


@lru_cache(maxsize=8192)
def letters(text: str) -> SafeString:
    """清源市 · 澄江区 → "qys cjq": one word for each part, since one types from the start of a part."""
    return format_html(' data-py="{}"', " ".join(filter(None, map(initials, APART.split(unescape(text))))))
