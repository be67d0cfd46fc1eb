"""沿革: who changed what of a row and when, and the row as it was on a day, both from the journal alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import plain
from hezhang.core.kernel.words import NOTHING, day_words, decimal_words, moment_words, shortened
from hezhang.core.office.journal.traced import Traced, of
from hezhang.core.office.journal.words import action_words

NUMBER = re.compile(r" \(#[^()]*\)$")  # what the journal adds to a name (audit.services.plain)
LONGEST = 200  # characters of a value on the page
SHOWN = 200  # acts on the page, the latest first


@dataclass(frozen=True)
class Act:
    """One act in words: when, who, what, and (field, before, after) of all that changed."""

    at: datetime
    who: str
    what: str
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Known:
    """Since when the journal knows a row; ``from_start``: it saw the row being entered."""

    since: date | None
    from_start: bool

    def sentence(self) -> str:
        if self.since is None:
            return "日志中没有这条记录的变更。"
        if self.from_start:
            return f"{day_words(self.since)}登记，此后的变更都有记录。"
        return f"{day_words(self.since)}起有变更记录；登记和更早的变更未经日志。"

    def reaches(self, day: date) -> bool:
        """Whether the journal can say how the row was on that day."""
        return self.since is not None and day >= self.since


def acts_of(row: models.Model) -> list[Act]:
    """Its history, the latest first, that of the rows that belong to it included."""
    traced = of(row)
    entries = _entries(row, traced).select_related("user", "post__region", "post__department", "post__user")
    return [_act(entry, traced) for entry in entries.order_by("-at", "-id")[:SHOWN]]


def known_of(row: models.Model) -> Known:
    first = Entry.objects.about(row).order_by("at", "id").first()
    if first is None:
        return Known(None, False)
    return Known(timezone.localdate(first.at), first.action.endswith(".create"))


def as_of(row: models.Model, day: date) -> dict[str, str]:
    """Label → value in words at the end of that day: from what is stored now, every later act is taken back in turn."""
    traced = of(row)
    values = plain({each.name: getattr(row, each.name) for each in _fields(traced)})
    later = Entry.objects.about(row).order_by("-at", "-id").values_list("at", "before")
    for at, before in later:
        if timezone.localdate(at) <= day:
            break
        values |= {name: value for name, value in before.items() if name in values}
    return {_label(traced, name): _words(traced, name, value) for name, value in values.items()}


def _entries(row: models.Model, traced: Traced) -> QuerySet[Entry]:
    own = Q(object_type=row._meta.label_lower, object_id=str(row.pk))
    others = [
        Q(object_type=rows.model._meta.label_lower, object_id__in=[str(pk) for pk in rows.values_list("pk", flat=True)])
        for rows in traced.also(row)
    ]
    return Entry.objects.filter(reduce(or_, others, own))


def _act(entry: Entry, traced: Traced) -> Act:
    who = entry.post.label if entry.post else ""
    person = entry.user.name if entry.user else "系统"
    mine = entry.object_type == traced.model._meta.label_lower
    what = action_words(entry.action) if mine else f"{action_words(entry.action)}（{entry.label}）"
    return Act(entry.at, f"{person}（{who}）" if who else person, what, list(_changes(entry, traced)))


def _changes(entry: Entry, traced: Traced) -> Iterable[tuple[str, str, str]]:
    model = next((each for each in _models(traced) if each._meta.label_lower == entry.object_type), traced.model)
    # In the order of the columns: PostgreSQL keeps the keys of a JSON object in an order of its own.
    columns = [each.name for each in model._meta.concrete_fields]
    for name in sorted(
        {*entry.before, *entry.after},
        key=lambda one: (one not in columns, columns.index(one) if one in columns else 0, one),
    ):
        if name in traced.skip or not _is_shown(model, name):
            continue
        old, new = (_value(model, name, values.get(name)) for values in (entry.before, entry.after))
        yield _label_in(model, traced, name), old, new


def _models(traced: Traced) -> Iterable[type[models.Model]]:
    yield traced.model
    yield from (rows.model for rows in traced.also(traced.model()))


def _fields(traced: Traced) -> list[models.Field]:
    """The columns that a person fills in."""
    return [
        each
        for each in traced.model._meta.concrete_fields
        if each.editable and not each.primary_key and each.name not in traced.skip
    ]


def _field(model: type[models.Model], name: str) -> models.Field | None:
    return {each.name: each for each in model._meta.concrete_fields}.get(name)


def _is_shown(model: type[models.Model], name: str) -> bool:
    found = _field(model, name)
    return found is None or found.editable


def _label(traced: Traced, name: str) -> str:
    return _label_in(traced.model, traced, name)


def _label_in(model: type[models.Model], traced: Traced, name: str) -> str:
    found = _field(model, name)
    return traced.labels.get(name) or str(getattr(found, "verbose_name", name))


def _words(traced: Traced, name: str, value: Any) -> str:
    return _value(traced.model, name, value)


def _value(model: type[models.Model], name: str, value: Any) -> str:
    """A value as the journal keeps it, in the words of its field."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(model, name, each) for each in value)
    return shortened(_by_field(_field(model, name), value), LONGEST)


def _by_field(found: models.Field | None, value: Any) -> str:
    if found is not None and found.choices:
        words = {str(key): str(label) for key, label in found.flatchoices}
        return words.get(str(value), str(value))
    if isinstance(found, models.ForeignKey):
        return NUMBER.sub("", str(value))
    if isinstance(found, models.DateTimeField):
        return moment_words(parse_datetime(value))
    if isinstance(found, models.DateField):
        return day_words(date.fromisoformat(value))
    return _number(value) if isinstance(found, (models.DecimalField, models.FloatField)) else str(value)


def _number(value: Any) -> str:
    try:
        return decimal_words(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
