"""Reading single cells: text, lengths, phone numbers, names of people. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from hezhang.core.web.excel import as_length_km, as_phone, as_text

NOBODY = {"无", "暂无", "空缺", "暂缺", "待定", "缺", "-", "--", "—", "——", "/", "\\"}
# What is typed for 同上, autocorrected quotes included.
AS_ABOVE = {"同上", "〃", "″", '"', "''", "””"}
LONGEST_KM = 7000  # longer than any river of the country: a figure in metres, most likely


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without ".0" (phones kept as numbers); brackets in names stay as written."""
    return as_text(value)


def narrow(text: str) -> str:
    """Full-width forms made half-width: （８．５ｋｍ） → (8.5km)."""
    return unicodedata.normalize("NFKC", text)


def tight(text: str) -> str:
    """Without any white space."""
    return re.sub(r"\s+", "", text)


def heading_of(text: str) -> str:
    """A heading for comparison: without white space and brackets, the words inside kept."""
    return re.sub(r"[\s()\[\]【】〔〕/、,:·]+", "", narrow(text))


def read_length(text: str, unit: str = "公里") -> Decimal | None:
    """Kilometres from 约8.0公里, 8.92, "3.3 km", 850米; ``unit`` is the heading's. None if blank; ValueError if odd."""
    text = tight(narrow(text))
    if not text or text in NOBODY:
        return None
    km = as_length_km(text, unit)
    # The column has two decimals: 3 metres would be stored as nothing.
    if km is None or not 0 < km < LONGEST_KM or round(km, 2) == 0:
        raise ValueError(text)
    return round(km, 2)


def is_plain_length(text: str) -> bool:
    """A bare figure, or one in kilometres: nothing had to be made of it."""
    return re.fullmatch(r"[\d.]*(公里|千米|km)?", tight(narrow(text)).lower()) is not None or text in NOBODY


def read_phone(text: str) -> str:
    """Eleven digits, whatever blanks, dashes or +86 stand in between; "" if blank; ValueError otherwise."""
    if tight(text) in NOBODY:
        return ""
    number = as_phone(re.sub(r"^00(?=86)|[\s\-()·]", "", narrow(text)))
    if number and not re.fullmatch(r"1\d{10}", number):
        raise ValueError(text)
    return number


def read_name(text: str) -> str:
    """A person's name without blanks; "" for 空缺 and the like; ValueError for several names or no name at all."""
    name = tight(text)
    if not name or name in NOBODY:
        return ""
    # One word, a middle dot for names of the minorities; a comma, a blank or a digit means several people or no name.
    if not re.fullmatch(r"[^\W\d_]+(?:·[^\W\d_]+)*", name) or len(name) > 20:
        raise ValueError(text)
    return name
