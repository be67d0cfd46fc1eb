"""What is asked once in the life of a post object (one request), as Django keeps a user's permissions: a list asks for every row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def remembered(post: Post, what: str, day: date, ids: Iterable[Any]) -> frozenset[Any]:
    """The ids (or words); they are asked for the first time only."""
    known: dict[tuple[str, date], frozenset[Any]] = post.__dict__.setdefault("_remembered", {})
    if (what, day) not in known:
        known[what, day] = frozenset(ids)
    return known[what, day]
