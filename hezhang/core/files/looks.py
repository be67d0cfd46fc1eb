"""Photos that look alike: four bands of a 64-bit picture hash (``drawing.looks``), found by index, told by their difference."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

LOOK_FIELDS = ("look_a", "look_b", "look_c", "look_d")
# Of two hashes that differ in at most three bits, one of the four bands is the same: that is what the indexes find.
# A copy that was scaled or encoded anew stays within them, another scene does not: tests/files/test_looks.py, on drawings.
MOST_BITS = 3


def look_of(upload: Any) -> tuple[int, ...] | None:
    """The four bands; None for what has none: a document, a black photo, one stored before photos were looked at."""
    bands = tuple(getattr(upload, name) for name in LOOK_FIELDS)
    return None if None in bands else bands


def apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """In how many of 64 bits two pictures differ."""
    return sum(bin(a ^ b).count("1") for a, b in zip(one, other, strict=True))


def is_same(one: Any, other: Any) -> bool:
    """Whether two uploads are one photo, as far as a program can tell: the same file, or one that looks the same."""
    if one.sha256 and one.sha256 == other.sha256:
        return True
    first, second = look_of(one), look_of(other)
    return first is not None and second is not None and apart(first, second) <= MOST_BITS


def may_be_same(upload: Any, prefix: str = "") -> Q:
    """Rows that ``is_same`` is worth asking of: the same file, or one band in common; ``prefix`` leads to the upload."""
    found = Q(**{f"{prefix}sha256": upload.sha256}) if upload.sha256 else Q()
    look = look_of(upload)
    for name, band in zip(LOOK_FIELDS, look or (), strict=False):
        found |= Q(**{f"{prefix}{name}": band})
    return found
