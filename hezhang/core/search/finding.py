"""From words to rows."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from hezhang.core.search import words
from hezhang.core.search.models import Entry
from hezhang.core.search.sources import Source, find

Row = TypeVar("Row", bound=Model)
# Up to so many, the rows are named by number, and whatever else the page asks of them costs next to nothing. A word that
# more have is met soon enough on the way, whichever way the page goes.
RARE = 1000


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
    first = list(found[: rare + 1])
    if len(first) <= rare:
        return Q(pk__in=first)
    return source.on_the_row(asked) if source.on_the_row else Q(pk__in=found)
