"""In which order the rows come, and the keyset place between two rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan, TupleLookupMixin


class RowValues(TupleLookupMixin):
    """Django spells row comparisons out with OR on SQLite, which then reads all rows in front of the place.

    SQLite has compared rows by index since 3.15, so it is given the comparison itself.
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return super(TupleLookupMixin, self).as_sql(compiler, connection)  # type: ignore[misc]


class Beyond(RowValues, TupleGreaterThan):
    """(a, b, id) > (x, y, z)"""


class Before(RowValues, TupleLessThan):
    """(a, b, id) < (x, y, z)"""


@dataclass(frozen=True)
class Order:
    """Field paths, all in one direction; the primary key, in the same direction, breaks ties.

    One direction for all of them lets one index (fields, id) serve both ways, and lets the place of a page be a row
    comparison ``(a, b, id) > (x, y, z)``, whose cost does not grow with the page number.
    """

    fields: tuple[str, ...]
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Order:
        """From "-found_at" or "region_id,kind"; the sign of the first counts for all."""
        return cls(tuple(part.strip().lstrip("-") for part in text.split(",")), text.strip().startswith("-"))

    @property
    def paths(self) -> tuple[str, ...]:
        return self.fields if self.fields[-1] == "pk" else (*self.fields, "pk")

    def words(self, backwards: bool = False) -> list[str]:
        """What ``order_by`` takes."""
        sign = "-" if self.descending != backwards else ""
        return [sign + path for path in self.paths]

    def beyond(self, place: list[Any], backwards: bool = False) -> Any:
        """The condition "comes after this place" (or before it)."""
        lookup = Before if self.descending != backwards else Beyond
        return lookup(Tuple(*(F(path) for path in self.paths)), tuple(place))


def field_at(queryset: QuerySet, path: str) -> models.Field:
    """The database field at this path; refuses fields that may be null, because null has no place in an order."""
    # Annotations have no `null` of their own; a list that sorts by one coalesces it.
    if path in queryset.query.annotations:
        return queryset.query.annotations[path].output_field
    model, found = queryset.model, None
    for part in path.split("__"):
        try:
            found = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist as error:
            raise ImproperlyConfigured(f"a list cannot be ordered by {path}: no such field") from error
        if found.null:
            raise ImproperlyConfigured(f"a list cannot be ordered by {path}: {part} may be null")
        model = found.related_model
    return found  # type: ignore[return-value]


def place_of(row: models.Model, order: Order) -> list[Any]:
    """The row's place in the order, in values that JSON can hold."""
    return [_plain(_read(row, path)) for path in order.paths]


def _read(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row.pk if isinstance(row, models.Model) else row


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # datetime included
        return value.isoformat()
    return value if isinstance(value, (str, int, float)) else str(value)


def seal(place: list[Any], number: int, salt: str) -> str:
    """A cursor for the URL: the place and the number of the first row beyond it.

    It is signed, so that whatever comes back is either a place that we wrote ourselves or nothing at all.
    """
    return signing.Signer(salt=salt).sign_object([number, *place])


def unseal(cursor: str, queryset: QuerySet, order: Order, salt: str) -> tuple[int, list[Any]] | None:
    """(number, place) of a cursor; None when it is malformed, forged, or of another order or list."""
    try:
        number, *place = signing.Signer(salt=salt).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        return None
    fields = [field_at(queryset, path) for path in order.paths]
    return number, [field.to_python(value) for field, value in zip(fields, place, strict=True)]
