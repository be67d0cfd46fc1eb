"""From words to rows."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from hezhang.core.search import vendor, words
from hezhang.core.search.models import Entry
from hezhang.core.search.sources import Source, find

Row = TypeVar("Row", bound=Model)
# Up to so many, the rows are named by number, and whatever else the page asks of them costs next to nothing. A word that
# more have is met on the way, whichever way the page goes: soon in a list of thousands, but one row in two hundred of two
# million are ten thousand, and to count them took 3.3 s on the way and 0.2 s by number.
RARE, NAMED = 1000, 20_000


def matching(rows: QuerySet[Row], kind: str, typed: str, *, also: Q | None = None, rare: int = RARE) -> QuerySet[Row]:
    """Of these rows those that have all the words (or are ``also`` meant); all of them where nothing was typed."""
    if not typed.strip():
        return rows
    asked = words.read(typed)
    found = condition(find(kind), asked, rare) if asked else Q(pk__in=[])
    return rows.filter(found if also is None else found | also)


def entries(kind: str, asked: words.Asked) -> Any:
    """Numbers of the rows that have all the words, whoever may see them."""
    return Entry.objects.found_by(kind, find(kind).mark, asked).order_by().values_list("object_id", flat=True)


def condition(source: Source, asked: words.Asked, rare: int = RARE) -> Q:
    """Which rows of the kind have the words: named by number where they are few."""
    found = entries(source.kind, asked)
    if (numbers := _named(found, rare)) is not None:
        return Q(pk__among=numbers) if numbers else Q(pk__in=[])  # the latter is known to be none without asking
    return source.on_the_row(asked) if source.on_the_row else Q(pk__in=found)


def _named(found: Any, rare: int) -> list[int] | None:
    """The numbers, where they are few, or by the planner's reckoning not many; None for a common word.

    To fetch twenty thousand of a million takes longer than to meet them, so that is not tried.
    """
    numbers = list(found[: rare + 1])
    if len(numbers) <= rare:
        return numbers
    expected = vendor.expected(found)
    if expected is None or expected > NAMED:
        return None
    numbers = list(found[: NAMED + 1])
    return numbers if len(numbers) <= NAMED else None
