"""Writing reference data: one journal row per write, and never over somebody else's change."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.audit.services import record
from hezhang.core.kernel import edits
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import decimal_words
from hezhang.core.office.parameters import rules
from hezhang.core.office.parameters.models import OwnTable
from hezhang.core.office.parameters.outlook import changed
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


def _demand_sound(table: ReferenceTable, row: models.Model, stored: models.Model | None, *, by: Post) -> None:
    """The right to it and the table's own checks once more, with nobody else writing: of two savers at once each form
    found nothing wrong.

    Raises NotAllowed and ValidationError by field.
    """
    region = _hold(row)
    demand(rules.may_change(table.reach, by, region, is_own=table.is_kept_by(by.region_id)))
    values = {name: getattr(row, name) for name in table.fields} | {"region_id": region}
    if faults := table.check(values, stored) if table.check else {}:
        raise ValidationError(dict(faults))


def _hold(row: models.Model) -> str | None:
    """Make others who write settings of the same region wait; which region that is, None for what ships."""
    region: str | None = getattr(row, "region_id", None)
    if region is None:
        Region.objects.hold_all()
    else:
        Region.objects.hold(region)
    return region


@transaction.atomic
def add_setting(table: ReferenceTable, row: models.Model, *, by: Post) -> models.Model:
    """Store a new, validated row. Raises NotAllowed; ValidationError and IntegrityError when the same was just stored."""
    _demand_sound(table, row, None, by=by)
    row.save(force_insert=True)
    entry = record(f"reference.{table.key}.add", row, post=by, after=values_of(table, row))
    changed.send(table.model, key=table.key, entry=entry, by=by)
    return row


@transaction.atomic
def edit_setting(table: ReferenceTable, row: models.Model, *, by: Post, seen: str) -> models.Model:
    """Store a validated change. Raises NotAllowed, and EditedMeanwhile when the row no longer has the fingerprint ``seen``."""
    _demand_sound(table, row, row, by=by)
    stored = edits.lock_unchanged(row, seen, lambda each: fingerprint(table, each))
    before, after = values_of(table, stored), values_of(table, row)
    names = [name for name in before if before[name] != after[name]]
    if names:
        row.save(update_fields=names)
        told = {"before": _only(before, names), "after": _only(after, names)}
        entry = record(f"reference.{table.key}.edit", row, post=by, **told)
        changed.send(table.model, key=table.key, entry=entry, by=by)
    return row


@transaction.atomic
def delete_setting(table: ReferenceTable, row: models.Model, *, by: Post) -> None:
    """Delete a row. Raises NotAllowed, and RowInUse when other rows refer to it."""
    demand(rules.may_change(table.reach, by, _hold(row), is_own=table.is_kept_by(by.region_id)))
    before, key, label = values_of(table, row), row.pk, str(row)
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError) as error:
        raise RowInUse(_users_of(error)) from error
    # delete() has taken the number away; the journal wants to say which row it was.
    row.pk = key
    entry = record(f"reference.{table.key}.delete", row, post=by, before=before, label=label)
    changed.send(table.model, key=table.key, entry=entry, by=by)


@transaction.atomic
def customise_setting(table: ReferenceTable, *, by: Post, at: datetime | None = None) -> bool:
    """按本区修改: the post's region gets a copy of the rows that hold there, and keeps it from now on.

    False when it keeps the table already. Raises NotAllowed.
    """
    demand(rules.may_customise(table.reach, by))
    Region.objects.hold(by.region_id)
    if table.is_kept_by(by.region_id):
        return False
    rows = list(table.rows_for(by))
    own = OwnTable.objects.create(region=by.region, table=_table_name(table), since=at or timezone.now(), post=by)
    for row in rows:
        row.pk, row.region_id, row._state.adding = None, by.region_id, True
    table.model._base_manager.bulk_create(rows)
    record(f"reference.{table.key}.customise", own, post=by, after={"rows": len(rows)}, label=table.title, at=at)
    return True


@transaction.atomic
def restore_setting(table: ReferenceTable, *, by: Post, at: datetime | None = None) -> bool:
    """恢复默认: the region's own rows go (each stands in the journal), and what holds around it holds there again.

    False when the region keeps none. Raises NotAllowed.
    """
    demand(rules.may_customise(table.reach, by))
    Region.objects.hold(by.region_id)
    own = OwnTable.objects.filter(region=by.region, table=_table_name(table)).first()
    if own is None:
        return False
    rows = table.rows().filter(region=by.region)
    before = {str(row.pk): "；".join(values_of(table, row).values()) for row in rows}
    record(f"reference.{table.key}.restore", own, post=by, before=before, label=table.title, at=at)
    rows.delete()
    own.delete()
    return True


def _table_name(table: ReferenceTable) -> str:
    return table.model._meta.db_table


def _only(values: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _users_of(error: ProtectedError | RestrictedError) -> str:
    objects = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", set())
    numbers: dict[str, int] = {}
    for user in objects:
        name = str(user._meta.verbose_name)
        numbers[name] = numbers.get(name, 0) + 1
    return "、".join(f"{number} 条“{name}”" for name, number in sorted(numbers.items()))
