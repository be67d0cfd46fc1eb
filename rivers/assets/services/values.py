"""Values of fields: each holds from a day on, and none is overwritten but by who means that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.edits import lock_unchanged
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.verdict import yes_if
from hezhang.core.kernel.words import day_words
from rivers.assets.models import Asset, FieldValue, ObjectField
from rivers.assets.rules import WrongValue, canonical, holding, number_of, said
from rivers.registry.models import River
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Subject = Any  # an Asset or a River
FIRST = date(1900, 1, 1)
LATER = "“{}”自 {} 起另有登记，从更早的日期修改不会改变现在的数值。请在页面上点这一项的“登记”核对。"


@transaction.atomic
def set_value(
    subject: Subject, field: ObjectField, typed: object, since: date, *, by: Post | None, seen: int | None = None
) -> FieldValue | None:
    """What the field says from that day on; of a day that is noted already it is put right.

    ``seen``: the subject's version on the screen. Raises ValidationError for what the field does not take, EditedMeanwhile.
    """
    saving.must_keep(subject.region_id, by=by)
    _take_turn(subject, seen)
    written = write_values(subject, {field: typed}, since, by=by)
    return written[0] if written else None


@transaction.atomic
def set_values(subject: Subject, typed: Mapping[ObjectField, object], since: date, *, by: Post | None) -> Subject:
    """Note what several fields say from that day on, whatever they say later."""
    saving.must_keep(subject.region_id, by=by)
    _take_turn(subject, None)
    write_values(subject, typed, since, by=by)
    return subject


@transaction.atomic
def set_river_value(
    river: River, field: ObjectField, typed: object, since: date, *, by: Post | None, seen: int | None = None
) -> FieldValue | None:
    """The same for a field of a river's dossier."""
    return set_value(river, field, typed, since, by=by, seen=seen)


@transaction.atomic
def edit_dossier(
    river: River, typed: Mapping[ObjectField, object], since: date, *, by: Post | None, seen: int | None = None
) -> River:
    """Note what a river's fields say from that day on. Raises EditedMeanwhile, ValidationError by field."""
    saving.must_keep(river.region_id, by=by)
    _take_turn(river, seen)
    demand_latest(river, typed, since)
    write_values(river, typed, since, by=by)
    return river


def demand_latest(subject: Subject, typed: Mapping[ObjectField, object], on: date) -> None:
    """ValidationError for a field that says something else from a later day on: the edit would not be seen."""
    wanted = checked(typed)
    rows = FieldValue.objects.filter(**_of(subject), field__in=list(wanted), valid_from__gt=on).select_related("field")
    later = {row.field: row.valid_from for row in rows if row.text != wanted[row.field]}
    if later:
        raise ValidationError({name_of(field): LATER.format(field.name, day) for field, day in later.items()})


@transaction.atomic
def drop_value(value: FieldValue, *, by: Post | None) -> Subject:
    """Take back a value that should not have been noted: what was true before holds on."""
    subject: Any = value.asset or value.river
    saving.must_keep(subject.region_id, by=by)
    _take_turn(subject, None)
    stored = FieldValue.objects.filter(pk=value.pk).first()
    demand(yes_if(stored is not None, "这条数据已被撤回，请刷新后核对。"), Refusal)
    told = {value.field.label: f"{value.text or '空'}（自 {value.valid_from}）"}
    value.delete()
    record(f"{_thing(subject)}.drop_value", subject, post=by, before=told, after=dict.fromkeys(told, ""))
    return subject


def write_values(
    subject: Subject, typed: Mapping[ObjectField, object], since: date, *, by: Post | None
) -> list[FieldValue]:
    """Note those of the values that say something new on that day, with one line in the journal; returns what was written.

    For services that have locked the subject and asked whether it may be written. Raises ValidationError by field.
    """
    _check_day(since)
    wanted = checked(typed)
    stored: dict[int, list[FieldValue]] = {}
    for row in FieldValue.objects.filter(**_of(subject), field__in=list(wanted)):
        stored.setdefault(row.field_id, []).append(row)
    written, before, after = [], {}, {}
    for field, text in wanted.items():
        now = holding(stored.get(field.pk, []), since)
        if (now.text if now else "") == text:
            continue
        before[field.label] = said(field, now.text) if now else ""
        after[field.label] = f"{said(field, text) or '空'}（自 {since}）"
        same_day = now if now and now.valid_from == since else None
        written.append(_write(same_day, subject, field, text, since, by))
    if written:
        record(f"{_thing(subject)}.value", subject, post=by, before=before, after=after)
    return written


def checked(typed: Mapping[ObjectField, object]) -> dict[ObjectField, str]:
    """The values as they are kept. Raises ValidationError that names every field which does not take its value."""
    found, wrong = {}, {}
    for field, value in typed.items():
        try:
            found[field] = canonical(field, value)
        except WrongValue as error:
            wrong[name_of(field)] = f"“{field.name}”{error}"
    if wrong:
        raise ValidationError(wrong)
    return found


def name_of(field: ObjectField) -> str:
    """What the field is called in a form."""
    return f"f{field.pk}"


def _write(
    row: FieldValue | None, subject: Subject, field: ObjectField, text: str, since: date, by: Post | None
) -> FieldValue:
    row = row or FieldValue(field=field, valid_from=since, **_of(subject))
    row.text, row.number, row.post, row.noted_at = text, number_of(field, text), by, timezone.now()
    row.save()
    return row


def _take_turn(subject: Subject, seen: int | None) -> None:
    """Of two who write values of one thing the second waits; a value is a change of the thing, for whoever edits it."""
    stored = lock_unchanged(subject, subject.version if seen is None else seen, lambda one: one.version)
    subject.version = stored.version + 1
    # By save: an import that is undone must know of it.
    subject.save(update_fields=["version"])


def _check_day(since: date) -> None:
    today = timezone.localdate()
    if since > today:
        raise ValidationError({"since": f"起始日期不能晚于今天（{day_words(today)}）。"})
    if since < FIRST:
        raise ValidationError({"since": "起始日期太早，请核对年份。"})


def _of(subject: Subject) -> dict[str, Subject]:
    return {"asset" if isinstance(subject, Asset) else "river": subject}


def _thing(subject: Subject) -> str:
    return "asset" if isinstance(subject, Asset) else "river"
