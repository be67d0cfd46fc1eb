"""Kinds and fields that ship with the product, as data: an office adds its own, and retires what it does not need.

Rivers, lakes, reservoirs, outfalls, plants, sources, power stations: the columns of a working city system's workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rivers.assets.choices import Holder, Shape, ValueType
from rivers.assets.defaults.kinds import ASSETS, WATERS
from rivers.assets.models import ObjectField, ObjectKind

TYPES = {"t": ValueType.TEXT, "n": ValueType.NUMBER, "d": ValueType.DATE, "c": ValueType.CHOICE, "y": ValueType.YES_NO}


def load() -> int:
    """Add the kinds that are missing, with their fields; returns how many rows. Never overwrites an edited row."""
    known = set(ObjectKind.objects.filter(region=None).values_list("key", flat=True))
    names = set(ObjectKind.objects.filter(region=None).values_list("name", flat=True))
    kinds = [kind for kind in _kinds() if kind.key not in known and kind.name not in names]
    ObjectKind.objects.bulk_create(kinds, ignore_conflicts=True)
    made = ObjectKind.objects.in_bulk([kind.key for kind in kinds], field_name="key")
    # Of new kinds alone: a field that an office has retired or renamed does not come back.
    fields = [field for key, kind in made.items() for field in _fields(kind, _LINES[key])]
    ObjectField.objects.bulk_create(fields, ignore_conflicts=True)
    return len(kinds) + len(fields)


def _kinds() -> Iterator[ObjectKind]:
    for number, (key, name, _) in enumerate(WATERS, start=1):
        yield ObjectKind(key=key, name=f"{name}档案", holder=Holder(key), has_position=False, order=number * 10)
    for number, (key, name, letter, shape, colour, card, _) in enumerate(ASSETS, start=11):
        yield ObjectKind(
            key=key, name=name, holder=Holder.ASSET, letter=letter, shape=Shape(shape), colour=colour, card=card,
            order=number * 10,
        )  # fmt: skip


_LINES: dict[str, str] = {row[0]: row[-1] for row in [*WATERS, *ASSETS]}


def _fields(kind: ObjectKind, lines: str) -> Iterator[ObjectField]:
    """One line a field: key, name, type with its unit and decimals, options; * required, + in the list."""
    for number, line in enumerate(filter(str.strip, lines.splitlines()), start=1):
        key, name, told, *rest = (part.strip() for part in line.split("|"))
        options = rest[0] if rest else ""
        kind_of, _, unit = told.rstrip("*+").partition(" ")
        field = ObjectField(kind=kind, key=key, name=name, type=TYPES[kind_of[0]], unit=unit, order=number * 10)
        field.decimals = int(kind_of[1:] or 2)
        field.options = "\n".join(options.split())
        field.is_required, field.in_list = "*" in told, "+" in told
        if field.type == ValueType.NUMBER:
            field.least = Decimal(0)
        yield field
