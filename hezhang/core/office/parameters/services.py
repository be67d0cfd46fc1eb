"""Writing reference data: one journal row per write, and never over somebody else's change."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from hezhang.core.accounts.models import Region
from hezhang.core.audit.services import record
from hezhang.core.kernel import edits
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import decimal_words
from hezhang.core.office.parameters.tables import ReferenceTable

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class RowInUse(Refusal):
    """Other rows refer to this one; the sentence says which."""

    status = 409


def values_of(table: ReferenceTable, row: models.Model) -> dict[str, str]:
    """The row's editable values as text, by field name."""
    return {name: _as_text(row, name) for name in table.fields}


def _as_text(row: models.Model, name: str) -> str:
    """Figures without needless zeros: 0.05 typed and 0.050000 stored are one value, and no change."""
    value = getattr(row, name, None)
    return decimal_words(value) if isinstance(value, Decimal) else str(row._meta.get_field(name).value_to_string(row))


def fingerprint(table: ReferenceTable, row: models.Model) -> str:
    """What a form carries along, so that a change made by somebody else meanwhile is noticed."""
    return edits.fingerprint(values_of(table, row))


def _demand_sound(table: ReferenceTable, row: models.Model, stored: models.Model | None) -> None:
    """The table's own checks once more, with nobody else writing: of two savers at once each form found nothing wrong.

    Raises ValidationError by field.
    """
    Region.objects.hold_all()
    faults = table.check({name: getattr(row, name) for name in table.fields}, stored) if table.check else {}
    if faults:
        raise ValidationError(dict(faults))


@transaction.atomic
def add_setting(table: ReferenceTable, row: models.Model, *, by: Post) -> models.Model:
    """Store a new, validated row. Raises ValidationError and IntegrityError when somebody has just stored the same."""
    _demand_sound(table, row, None)
    row.save(force_insert=True)
    record(f"reference.{table.key}.add", row, post=by, after=values_of(table, row))
    return row


@transaction.atomic
def edit_setting(table: ReferenceTable, row: models.Model, *, by: Post, seen: str) -> models.Model:
    """Store a validated change. Raises EditedMeanwhile when the row no longer has the fingerprint ``seen``."""
    _demand_sound(table, row, row)
    stored = edits.lock_unchanged(row, seen, lambda each: fingerprint(table, each))
    before, after = values_of(table, stored), values_of(table, row)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        row.save(update_fields=changed)
        record(f"reference.{table.key}.edit", row, post=by, before=_only(before, changed), after=_only(after, changed))
    return row


@transaction.atomic
def delete_setting(table: ReferenceTable, row: models.Model, *, by: Post) -> None:
    """Delete a row. Raises RowInUse when other rows refer to it."""
    before, key, label = values_of(table, row), row.pk, str(row)
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError) as error:
        raise RowInUse(_users_of(error)) from error
    # delete() has taken the number away; the journal wants to say which row it was.
    row.pk = key
    record(f"reference.{table.key}.delete", row, post=by, before=before, label=label)


def _only(values: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _users_of(error: ProtectedError | RestrictedError) -> str:
    objects = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", set())
    numbers: dict[str, int] = {}
    for user in objects:
        name = str(user._meta.verbose_name)
        numbers[name] = numbers.get(name, 0) + 1
    return "、".join(f"{number} 条“{name}”" for name, number in sorted(numbers.items()))
