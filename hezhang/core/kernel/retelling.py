"""A record told a second time under the number it already has: what of it is new, and what was said before.

A phone that never heard the answer sends its draft again, perhaps with more in it. What is stored is then not
overwritten, what is new is not lost, and nothing is stored twice (decision 0013). Pure functions over plain values, for
whatever carries a client number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

# The same moment told twice may differ by this much: a picker of times knows no seconds, and a form that leaves the
# time open means the moment of sending.
A_MINUTE = timedelta(minutes=1)
EMPTY: tuple[Any, ...] = (None, "", [], ())
Told = TypeVar("Told")
Known = TypeVar("Known")


def unsaid(told: Mapping[str, Any], tellings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The facts of ``told`` that none of the earlier tellings holds; a fact left empty says nothing."""
    earlier = list(tellings)
    return {
        name: fact
        for name, fact in told.items()
        if fact not in EMPTY and not any(is_same(fact, telling.get(name)) for telling in earlier)
    }


def is_same(fact: Any, earlier: Any) -> bool:
    """Whether both say the same: equal, or the same moment within a minute."""
    if isinstance(fact, datetime) and isinstance(earlier, datetime):
        return abs(fact - earlier) < A_MINUTE
    return bool(fact == earlier)


def paired(
    told: Sequence[Told], known: Sequence[Known], *likenesses: Callable[[Told, Known], bool]
) -> list[tuple[Told, Known | None]]:
    """Each told item beside the known one that it is, or None: then it is new. In the order of ``told``.

    The likenesses are tried strictest first, each over all items; no known item answers to two.
    """
    found: dict[int, int] = {}
    for is_like in likenesses:
        for place, item in enumerate(told):
            if place in found:
                continue
            free = (at for at, row in enumerate(known) if at not in found.values() and is_like(item, row))
            if (match := next(free, None)) is not None:
                found[place] = match
    return [(item, known[found[place]] if place in found else None) for place, item in enumerate(told)]
