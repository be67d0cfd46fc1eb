"""What is asked once in the life of a post object (one request), as Django keeps a user's permissions: a list asks for every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


T = TypeVar("T")


def remembered(question: Callable[[Post, date], Iterable[T]]) -> Callable[[Post, date], frozenset[T]]:
    """Decorates what yields ids (or words) for a post on a day: put together and asked for the first time only.

    Putting together counts: the reaches that a chief leads are 20 ms of Django before the database hears of them.
    """

    @wraps(question)
    def answer(post: Post, day: date) -> frozenset[T]:
        known: dict[tuple[str, date], frozenset[Any]] = post.__dict__.setdefault("_remembered", {})
        key = f"{question.__module__}.{question.__name__}", day
        if key not in known:
            known[key] = frozenset(question(post, day))
        return known[key]

    return answer
