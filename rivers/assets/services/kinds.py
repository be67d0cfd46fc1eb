"""Kinds and their fields: added, changed, ordered, retired, never deleted: values say what they said."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Max, Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Region
from hezhang.core.audit.services import changes, record
from hezhang.core.kernel.edits import fingerprint, lock_unchanged
from hezhang.core.kernel.refusal import demand
from hezhang.core.office.parameters.rules import may_change
from hezhang.core.office.parameters.tables import Reach
from rivers.assets import rules
from rivers.assets.models import FieldValue, ObjectField, ObjectKind

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

STEP = 10  # between two places of the order, so that another fits between them
KIND = ("name", "letter", "has_position", "shape", "colour", "card", "order", "is_active")
FIELD = (
    "name", "type", "unit", "decimals", "least", "most", "options", "is_required", "in_list", "help", "order", "is_active",
)  # fmt: skip


def mark(row: ObjectKind | ObjectField) -> str:
    """What a form carries along, so that a change made by somebody else meanwhile is noticed."""
    return fingerprint({name: str(getattr(row, name)) for name in (KIND if isinstance(row, ObjectKind) else FIELD)})


@transaction.atomic
def create_object_kind(*, by: Post | None, name: str, holder: str, **more: Any) -> ObjectKind:
    """Enter a kind of the post's own region; the system administrator's holds everywhere."""
    _hold(None)
    kind = ObjectKind(key=_key(), name=name, holder=holder, region=region_of(by=by), **more)
    _demand_right(kind, by)
    _check_name(kind, ObjectKind.objects.all())
    kind.order = kind.order or _next_order(ObjectKind.objects.filter(holder=holder))
    kind.full_clean()
    kind.save(force_insert=True)
    record("object_kind.create", kind, post=by, after={each: getattr(kind, each) for each in ("name", "holder")})
    return kind


@transaction.atomic
def edit_object_kind(
    kind: ObjectKind, values: dict[str, Any], *, by: Post | None, seen: str | None = None
) -> ObjectKind:
    """Change a kind. Raises EditedMeanwhile when it is no longer what was ``seen``."""
    _hold(kind)
    _demand_right(kind, by)
    stored = lock_unchanged(kind, mark(kind) if seen is None else seen, mark)
    _write(stored, {name: values[name] for name in KIND if name in values}, ObjectKind.objects.all(), by)
    return stored


@transaction.atomic
def create_object_field(*, by: Post | None, kind: ObjectKind, name: str, type: str, **more: Any) -> ObjectField:  # noqa: A002
    """Add a field to a kind; of a kind that ships a region has fields of its own."""
    _hold(kind)
    field = ObjectField(kind=kind, key=_key(), name=name, type=type, region=region_of(by=by), **more)
    _demand_right(field, by)
    _check_name(field, ObjectField.objects.filter(kind=kind))
    field.order = field.order or _next_order(ObjectField.objects.filter(kind=kind))
    _check_field(field)
    field.full_clean()
    field.save(force_insert=True)
    told = {each: getattr(field, each) for each in ("kind", "name", "type", "unit")}
    record("object_field.create", field, post=by, after=told)
    return field


@transaction.atomic
def edit_object_field(
    field: ObjectField, values: dict[str, Any], *, by: Post | None, seen: str | None = None
) -> ObjectField:
    """Change a field; with values its type stays, and so do the options that they name. Raises EditedMeanwhile."""
    _hold(field.kind)
    _demand_right(field, by)
    stored = lock_unchanged(field, mark(field) if seen is None else seen, mark)
    wanted = {name: values[name] for name in FIELD if name in values}
    _check_held(stored, wanted)
    _write(stored, wanted, ObjectField.objects.filter(kind=field.kind_id), by)
    return stored


def _write(stored: Any, wanted: dict[str, Any], rivals: models.QuerySet, by: Post | None) -> None:
    before, after = changes(stored, wanted)
    for name, value in wanted.items():
        setattr(stored, name, value)
    _check_name(stored, rivals)
    if isinstance(stored, ObjectField):
        _check_field(stored)
    stored.full_clean()
    stored.save()
    if after:
        record(
            "object_field.edit" if isinstance(stored, ObjectField) else "object_kind.edit",
            stored, post=by, before=before, after=after,
        )  # fmt: skip


def _check_held(field: ObjectField, wanted: dict[str, Any]) -> None:
    values = FieldValue.objects.filter(field=field)
    if "type" in wanted:
        _refuse("type", rules.may_retype(field.type, wanted["type"], values.exclude(text="").count()))
    if "options" in wanted:
        kept = ObjectField(options=wanted["options"]).choices
        gone = [option for option in field.choices if option not in kept]
        told = values.filter(text__in=gone).order_by().values("text").annotate(n=Count("pk"))
        _refuse("options", rules.may_drop_options({row["text"]: row["n"] for row in told}))


def _refuse(name: str, verdict: Any) -> None:
    if not verdict:
        raise ValidationError({name: verdict.reason})


def _check_field(field: ObjectField) -> None:
    field.options = "\n".join(field.choices)
    wrong = rules.field_is_sound(kind=field.type, options=field.choices, least=field.least, most=field.most)
    if wrong:
        raise ValidationError(wrong)


def _check_name(row: Any, rivals: models.QuerySet) -> None:
    """A name once among those that a region sees: columns of a workbook are told apart by it."""
    seen = Q(region=None) | Q(region=row.region_id) if row.region_id else Q()
    if rivals.filter(seen, name=row.name.strip()).exclude(pk=row.pk).exists():
        raise ValidationError({"name": f"已有名为“{row.name.strip()}”的，请换一个名称，或启用原有的那一个。"})


def _demand_right(row: Any, by: Post | None) -> None:
    if by is not None:
        demand(may_change(Reach.ADDED, by, row.region_id, is_own=False))


def region_of(*, by: Post | None) -> Region | None:
    """Whose a new row is: the system administrator's ships."""
    return None if by is None or by.role == Role.SYSTEM_ADMIN else by.region


def _hold(kind: ObjectKind | None) -> None:
    """Of two who add the same at once, the second waits and finds it."""
    if kind is None:
        Region.objects.hold_all()
    else:
        ObjectKind.objects.select_for_update().get(pk=kind.pk)


def _next_order(rows: models.QuerySet) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + STEP


def _key() -> str:
    return f"x{secrets.token_hex(8)}"
