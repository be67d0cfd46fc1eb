"""Rivers: enter and edit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.kernel.words import initials
from rivers.registry.models import River
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region

EDITABLE = {"name", "kind", "code", "national_code", "region", "length_km", "basin", "remark"}


def check_length(length_km: Decimal | float | None) -> None:
    """ValidationError unless the length (km) is empty or positive."""
    if length_km is not None and length_km <= 0:
        raise ValidationError({"length_km": "长度应大于 0（单位：公里）。"})


@transaction.atomic
def create_river(
    *,
    by: Post | None,
    name: str,
    kind: str,
    code: str,
    region: Region,
    length_km: Decimal | float | None = None,
    **more: Any,
) -> River:
    """Enter a river, lake or reservoir; ``length_km`` in km; ``more``: national_code, basin, remark.

    Raises ValidationError (by field, Chinese) and NotAllowed.
    """
    saving.must_keep(region.code, by=by)
    check_length(length_km)
    river = River(name=name.strip(), kind=kind, code=code.strip(), region=region, length_km=length_km, **more)
    river.pinyin = initials(river.name)
    saving.create(river, "river.create", ["name", "kind", "code", "region", "length_km"], by=by)
    return river


@transaction.atomic
def edit_river(river: River, values: dict[str, Any], *, by: Post | None, seen: int | None = None) -> River:
    """Change a river; ``seen`` is the version the form was drawn from. Raises EditedMeanwhile when it is stale."""
    saving.must_keep(river.region_id, by=by)
    values = {name: value for name, value in values.items() if name in EDITABLE}
    if "region" in values:
        saving.must_keep(values["region"].code, by=by)
    check_length(values.get("length_km"))
    if "name" in values:
        values["pinyin"] = initials(values["name"])
    saving.update(river, values, seen, "river.edit", by=by)
    return river
