"""One page of rows by keyset: page 1,000 costs what page 1 costs, however long the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE

from hezhang.core.kernel.queries import counted
from hezhang.core.web.lists.ordering import Order, field_at, place_of, seal, unseal


@dataclass(frozen=True)
class Page:
    """Rows, the number of the first one, and the cursors of the neighbouring pages ("" where there is none).

    ``lost``: the cursor in the URL could not be used, so this is the first page.
    """

    rows: list[Any]
    first: int
    after: str = ""
    before: str = ""
    lost: bool = False


def page_of(queryset: QuerySet, order: Order, size: int, after: str, before: str, key: str) -> Page:
    """The page behind ``after``, or the one in front of ``before``, or the first; one query."""
    for path in order.paths:
        field_at(queryset, path)
    salt = _salt(order, key)
    cursor = after or before
    found = unseal(cursor, queryset, order, salt) if cursor else None
    if found is None:
        return _forward(queryset, order, size, 1, [], salt, lost=bool(cursor))
    number, place = found
    if after:
        return _forward(queryset, order, size, number, place, salt)
    return _backward(queryset, order, size, number, place, salt)


def page_at(queryset: QuerySet, order: Order, size: int, number: int, key: str) -> Page:
    """The page of this number, counted from 1, or the last before it; two queries, of which the first reads as many
    entries of the index as there are rows in front. The caller bounds the number."""
    salt, front = _salt(order, key), (number - 1) * size
    ordered = queryset.order_by(*order.words())
    last = ordered.select_related(None)[front - 1 : front].first() if front else None
    if front and last is None:
        return _forward(queryset, order, size, 1, [], salt, lost=True)
    page = _forward(queryset, order, size, front + 1, place_of(last, order) if last else [], salt)
    return page if page.rows or number == 1 else page_at(queryset, order, size, number - 1, key)


def is_cursor(cursor: str, queryset: QuerySet, order: Order, key: str) -> bool:
    """Whether ``page_of`` would find its place by it."""
    return unseal(cursor, queryset, order, _salt(order, key)) is not None


def _salt(order: Order, key: str) -> str:
    return f"list.{key}.{','.join(order.words())}"


def _forward(
    queryset: QuerySet, order: Order, size: int, number: int, place: list[Any], salt: str, lost: bool = False
) -> Page:
    if place:
        queryset = queryset.filter(order.beyond(place))
    rows = list(queryset.order_by(*order.words())[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    after = seal(place_of(rows[-1], order), number + size, salt) if more else ""
    before = seal(place_of(rows[0], order), number, salt) if place and rows else ""
    return Page(rows, number, after, before, lost or bool(place and not rows))


def _backward(queryset: QuerySet, order: Order, size: int, number: int, place: list[Any], salt: str) -> Page:
    front = queryset.filter(order.beyond(place, backwards=True))
    rows = list(front.order_by(*order.words(backwards=True))[: size + 1])
    if len(rows) <= size:
        # The start is reached, perhaps with a short page: show the full first page instead.
        return _forward(queryset, order, size, 1, [], salt)
    rows = rows[:size][::-1]
    # Not 1: there are rows in front of this page, or it would be the first. Rows may have come or gone meanwhile.
    first = max(number - size, 2)
    after = seal(place_of(rows[-1], order), first + size, salt)
    return Page(rows, first, after, seal(place_of(rows[0], order), first, salt))


def counts(querysets: list[tuple[QuerySet, int]]) -> list[int]:
    """The number of rows of each queryset, counted up to its cap + 1; one query for all of them."""
    if not querysets:
        return []
    # Django has no public SELECT without a table, and one query for each of eight tabs is what a page pays otherwise.
    # A query of annotations alone is what aggregate() ends in, too; both engines run it in every test of a list.
    query = Query(None)
    for index, (rows, cap) in enumerate(querysets):
        query.add_annotation(counted(rows, cap), f"n{index}")
    return list(query.get_compiler(using=querysets[0][0].db).execute_sql(SINGLE))
