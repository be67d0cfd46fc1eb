"""Many rows at once, in plain SQL that every database has: a model instance per row costs more than the row.

Measured over 24,000 rows: ``bulk_create`` 1.0 s, of which the database takes 0.2; this 0.3 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

T = TypeVar("T")
MOST = 1000  # rows or keys in one statement


def batches(rows: Sequence[T], size: int = MOST) -> Iterator[Sequence[T]]:
    """The rows in portions."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def insert_rows(model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values (str, int, bool, date, Decimal, None) for the fields, which must be all that are required."""
    found = [model._meta.get_field(name) for name in fields]
    line = f"({', '.join(['%s'] * len(fields))})"
    head = f"INSERT INTO {_quoted(model._meta.db_table)} ({_columns(found)}) VALUES "  # noqa: S608 - names of models
    size = min(MOST, connection.ops.bulk_batch_size(found, rows)) if rows else MOST
    with connection.cursor() as cursor:
        for part in batches(rows, size):
            cursor.execute(head + ", ".join([line] * len(part)), [value for row in part for value in row])


def insert_for_each(
    model: type[Model], owner: str, keys: Sequence[int], fields: Sequence[str], values: Sequence[Any]
) -> None:
    """Insert one row with the same values for each row that the foreign key ``owner`` may point to."""
    link = model._meta.get_field(owner)
    found = [link, *(model._meta.get_field(name) for name in fields)]
    source: Any = link.related_model._meta  # type: ignore[union-attr]
    key, table = _quoted(source.pk.column), _quoted(source.db_table)
    head = f"INSERT INTO {_quoted(model._meta.db_table)} ({_columns(found)}) "
    chosen = f"SELECT {key}, {', '.join(['%s'] * len(fields))} FROM {table} WHERE {key} IN "  # noqa: S608 - names of models
    with connection.cursor() as cursor:
        for part in batches(keys):
            cursor.execute(f"{head}{chosen}({', '.join(['%s'] * len(part))})", [*values, *part])


def _columns(fields: Sequence[Any]) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
