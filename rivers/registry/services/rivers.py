"""Rivers: enter and edit."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.words import initials
from rivers.registry.models import River
from rivers.registry.services import saving
from rivers.registry.services.codes import next_river_code
from rivers.registry.services.lifetime import check_lifetime

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

EDITABLE = {
    "name", "kind", "code", "national_code", "region", "length_km", "basin", "remark", "flows_into", "joins_bank",
}  # fmt: skip
EDITABLE |= {"established_on", "ended_on"}
LONGEST = 50  # rivers from source to sea: more is a circle


def check_length(length_km: Decimal | float | None) -> None:
    """ValidationError unless the length (km) is empty or positive."""
    if length_km is not None and length_km <= 0:
        raise ValidationError({"length_km": "长度应大于 0（单位：公里）。"})


def check_flow(river: River) -> None:
    """ValidationError where the river would flow into itself, near or far, or has a bank and no mouth."""
    if river.joins_bank and not river.flows_into_id:
        raise ValidationError({"joins_bank": "没有选汇入的河湖，请先选择，或不填岸别。"})
    if not river.flows_into_id or river.pk is None:
        return
    # Of two who make a circle by halves, the second waits here and finds it.
    Region.objects.hold_all()
    at, names = river.flows_into_id, []
    for _ in range(LONGEST):
        if at == river.pk:
            raise ValidationError({"flows_into": f"会形成环路：{' → '.join([*names, '本河湖'])}。请核对汇入关系。"})
        found = River.objects.filter(pk=at).values_list("name", "flows_into_id").first()
        if found is None or found[1] is None:
            return
        names.append(found[0])
        at = found[1]
    raise ValidationError({"flows_into": "汇入关系太长，可能已有环路，请核对。"})


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
    """Enter a river, lake or reservoir; ``length_km`` in km; without a code it gets the next one by the rule.

    ``more``: national_code, basin, remark, flows_into, joins_bank, established_on.

    Raises ValidationError (by field, Chinese) and NotAllowed.
    """
    saving.must_keep(region.code, by=by)
    check_length(length_km)
    code = code.strip() or next_river_code(region, kind, take=True)
    river = River(name=name.strip(), kind=kind, code=code, region=region, length_km=length_km, **more)
    river.pinyin = initials(river.name)
    check_flow(river)
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
    # Whoever enters a reach of it waits for this lock, or is waited for.
    stored = River.objects.select_for_update().get(pk=river.pk)
    edited = copy(stored)
    edited.established_on = values.get("established_on", stored.established_on)
    edited.ended_on = values.get("ended_on", stored.ended_on)
    check_lifetime(edited, stored)
    if "name" in values:
        values["pinyin"] = initials(values["name"])
    if {"flows_into", "joins_bank"} & set(values):
        edited = River(pk=river.pk, flows_into=values.get("flows_into", river.flows_into))
        edited.joins_bank = values.get("joins_bank", river.joins_bank)
        check_flow(edited)
    saving.update(river, values, seen, "river.edit", by=by)
    return river
