"""Small rules of wording: initials for search, due dates in words, masked numbers, cleaned text."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from pypinyin import Style, lazy_pinyin

NOTHING = "—"
# Names of rivers and places that a dictionary of common words reads wrongly would go here; none is known yet.
_DIGITS = {ord(wide): ord("0") + i for i, wide in enumerate("０１２３４５６７８９")}
# Line breaks stay; every other control character, and the marks that turn the direction of reading, go.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# Whatever some program takes for the end of a line (str.splitlines), and the tab.
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Line breaks and tabs become blanks, and the control characters go that ``clean`` takes away."""
    if text.isascii() and text.isprintable():
        return text
    # A NUL is left to the database's and the form's own refusal: nobody's name is mended into another one.
    return text if "\x00" in text else " ".join(clean(text).split()) if _BREAKS.search(text) else text


def initials(text: str) -> str:
    """First letters of the pinyin, lower case, for search: 长兴 → cx; letters and digits stay, the rest goes."""
    parts = lazy_pinyin(clean(text), style=Style.FIRST_LETTER)
    return "".join(char for char in "".join(parts).lower() if char.isascii() and char.isalnum())


def day_words(value: date | datetime | None) -> str:
    """2026年11月21日 (a point in time: the day in local time); a dash for none."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


def decimal_words(value: Decimal) -> str:
    """A figure as people write it: 0.05 and not 0.050000, 100 and not 1E+2."""
    return f"{value.normalize():f}"


def moment_words(value: datetime | None) -> str:
    """2026年11月21日 14:05, local time (a naive one is taken as local); a dash for none."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def minutes_words(minutes: int) -> str:
    """How long something took, as one says it: 20 分钟, 2 小时, 24 小时 59 分钟."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} 小时"] if hours else []
    return " ".join([*parts, f"{rest} 分钟"] if rest or not hours else parts)


def due_words(due: date | None, today: date) -> str:
    """剩余 3 天, 今天到期, 超期 2 天; empty without a due date."""
    if due is None:
        return ""
    left = (due - today).days
    if left == 0:
        return "今天到期"
    return f"剩余 {left} 天" if left > 0 else f"超期 {-left} 天"


def still_ahead(day: date, today: date) -> list[str]:
    """The question that an end in the future deserves (a term until 2030 was once taken without one); [] for others."""
    if day <= today:
        return []
    return [f"{day_words(day)}还没有到（还有 {(day - today).days} 天）：在此之前仍算在任，请核对日期。"]


def mask_phone(phone: str | None) -> str:
    """138****5678; numbers of other lengths keep their last four digits only; shorter ones nothing."""
    phone = phone or ""
    # The form that people know (138****5678); of other numbers too little is left to call them.
    if len(phone) == 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-4:]}" if len(phone) > 6 else "*" * len(phone)


def shortened(text: str, most: int) -> str:
    """Cut to ``most`` characters, the last of them “…”. For the system's own sentences; what people write is never cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def clean(text: str) -> str:
    """Text fit to store: no NUL or control characters, no U+202E and its kin, no lone surrogates; １２３ → 123.

    Line breaks become ``\\n``; rare and 4-byte characters stay; blanks at both ends go.
    """
    # Nearly all short input, spared three passes.
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text).translate(_DIGITS).strip()
