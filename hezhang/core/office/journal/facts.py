"""沿革: who changed what of a row and when, and the row as it was on a day, both from the journal alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import plain
from hezhang.core.kernel.words import NOTHING, day_words, decimal_words, moment_words, shortened
from hezhang.core.office.journal.traced import Traced, of
from hezhang.core.office.journal.words import action_words

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NUMBER = re.compile(r" \(#[^()]*\)$")  # what the journal adds to a name (audit.services.plain)
LONGEST = 200  # characters of a value on the page
SHOWN = 200  # acts on the page, the latest first
AT_ONCE = 30  # where there are those of other rows between them: the rest is turned to


@dataclass(frozen=True)
class Act:
    """One act in words: when, who, what, and (field, before, after) of all that changed; ``is_folded``: told on request."""

    at: datetime
    who: str
    what: str
    changes: list[tuple[str, str, str]]
    is_folded: bool = False


@dataclass(frozen=True)
class Line:
    """The line of time of a row and of what hangs on it: one page of it, and how it may be narrowed and turned."""

    acts: list[Act]
    kinds: list[tuple[str, str, bool]]  # words, value of ?kind=, whether it is chosen
    kind: str
    page: int
    has_more: bool


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
    others = traced.also(row)
    models_ = [traced.model, *(rows.model for rows in others)]
    return [_act(entry, traced, models_) for entry in _ordered(_entries(row, others))[:SHOWN]]


def line_of(row: models.Model, post: Post, query: Mapping[str, str]) -> Line:
    """The same with the rows under it that the post sees, a page at a time (``page``), or of one kind (``kind``)."""
    traced = of(row)
    others = [*traced.also(row), *traced.under(row, post)]
    models_ = [traced.model, *(rows.model for rows in others)]
    labels = {one._meta.model_name: str(one._meta.verbose_name) for one in models_}
    kind, page = query.get("kind", ""), query.get("page", "1")
    kind, number = (
        kind if kind in labels else "",
        int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )
    rows = _ordered(_entries(row, others))
    if kind:
        rows = rows.filter(object_type__in=[one._meta.label_lower for one in models_ if one._meta.model_name == kind])
    first = max(number - 1, 0) * AT_ONCE
    found = list(rows[first : first + AT_ONCE + 1])
    kinds = [(words, value, value == kind) for value, words in {"": "全部", **labels}.items()]
    acts = [_act(entry, traced, models_) for entry in found[:AT_ONCE]]
    return Line(acts, kinds, kind, max(number, 1), len(found) > AT_ONCE)


def _ordered(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("user", "post__region", "post__department", "post__user").order_by("-at", "-id")


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


def history_of(row: models.Model, query: Mapping[str, str], today: date, post: Post | None = None) -> dict[str, Any]:
    """What ``audit/history_parts.html`` shows of a row that its reader may see; ``query``: ``on``, a day as it was typed.

    With ``post`` it is the line of time (``line_of``) of all that hangs on the row, as far as the post sees it.
    """
    known = known_of(row)
    on, wrong = _day(query.get("on", ""), known, today)
    then = _beside(as_of(row, on), as_of(row, today)) if on else []
    line = line_of(row, post, query) if post else None
    context = {"row": row, "known": known, "line": line, "acts": line.acts if line else acts_of(row), "none": NOTHING}
    return context | {"on": on, "wrong": wrong, "then": then, "asked": f"{on:%Y-%m-%d}" if on else "", "today": today}


def _day(typed: str, known: Known, today: date) -> tuple[date | None, str]:
    """The day that is asked for, or why it cannot be shown."""
    if not typed.strip():
        return None, ""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return None, "请按 2026-11-21 的形式填写日期。"
    if day > today:
        return None, "日期不能晚于今天。"
    if not known.reaches(day):
        return None, f"日志不知道那一天的情况。{known.sentence()}"
    return day, ""


def _beside(then: dict[str, str], now: dict[str, str]) -> list[tuple[str, str, str, bool]]:
    return [(label, old, now[label], old != now[label]) for label, old in then.items()]


def _entries(row: models.Model, others: Iterable[QuerySet]) -> QuerySet[Entry]:
    own = Q(object_type=row._meta.label_lower, object_id=str(row.pk))
    more = [
        Q(object_type=rows.model._meta.label_lower, object_id__in=[str(pk) for pk in rows.values_list("pk", flat=True)])
        for rows in others
    ]
    return Entry.objects.filter(reduce(or_, more, own))


def _act(entry: Entry, traced: Traced, models_: Sequence[type[models.Model]]) -> Act:
    who = entry.post.label if entry.post else ""
    person = entry.user.name if entry.user else "系统"
    mine = entry.object_type == traced.model._meta.label_lower
    what = action_words(entry.action) if mine else f"{action_words(entry.action)}（{entry.label}）"
    is_folded = not mine and entry.action.endswith(".create")
    return Act(
        entry.at, f"{person}（{who}）" if who else person, what, list(_changes(entry, traced, models_)), is_folded
    )


def _changes(entry: Entry, traced: Traced, models_: Sequence[type[models.Model]]) -> Iterable[tuple[str, str, str]]:
    model = next((each for each in models_ if each._meta.label_lower == entry.object_type), traced.model)
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
