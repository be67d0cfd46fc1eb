"""Which class is asked of a section in a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def target_in(month: date, targets: Iterable[tuple[date, int]], first: int) -> int:
    """The latest target that had begun by then, of (since, class); ``first`` before any had."""
    begun = [each for each in targets if each[0] <= month]
    return max(begun)[1] if begun else first
