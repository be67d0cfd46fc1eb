"""Assets: enter, edit, end and take that back, move on the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.verdict import yes_if
from hezhang.core.kernel.words import initials
from rivers.assets.choices import Holder
from rivers.assets.models import Asset, ObjectField, ObjectKind
from rivers.assets.services import codes
from rivers.assets.services.values import checked, demand_latest, name_of, write_values
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region

EDITABLE = {
    "name", "code", "river", "reach", "region", "bank", "place", "lat", "lng", "department", "keeper", "remark", "established_on",
}  # fmt: skip
Values = Mapping[ObjectField, object]


@transaction.atomic
def create_asset(
    *,
    by: Post | None,
    kind: ObjectKind,
    name: str,
    region: Region,
    code: str = "",
    values: Values | None = None,
    since: date | None = None,
    **more: Any,
) -> Asset:
    """Enter an asset; without a code it gets the next one by the rule. ``values`` hold from ``since`` on (None: today).

    ``more``: river, reach, bank, place, lat, lng, department, keeper, remark, established_on.
    Raises ValidationError (by field, Chinese) and NotAllowed.
    """
    saving.must_keep(region.code, by=by)
    demand(yes_if(kind.is_active and kind.holder == Holder.ASSET, "这个类别已停用或不用于登记对象，请另选。"), Refusal)
    asset = Asset(kind=kind, name=name.strip(), region=region, **more)
    _check_place(asset)
    asset.code = code.strip() or codes.next_asset_code(kind, region, take=True)
    asset.pinyin = initials(asset.name)[:60]
    demand_required(kind, values or {}, region)
    saving.create(asset, "asset.create", ["kind", "name", "code", "region", "river", "reach"], by=by)
    if values:
        write_values(asset, values, since or timezone.localdate(), by=by)
    return asset


@transaction.atomic
def edit_asset(
    asset: Asset,
    values: dict[str, Any],
    *,
    by: Post | None,
    seen: int | None = None,
    fields: Values | None = None,
    since: date | None = None,
) -> Asset:
    """Change an asset and what its fields say from ``since`` on (None: today).

    ``seen`` is the version the form was drawn from. Raises EditedMeanwhile, ValidationError, NotAllowed.
    """
    saving.must_keep(asset.region_id, by=by)
    own = {name: value for name, value in values.items() if name in EDITABLE}
    if "region" in own:
        saving.must_keep(own["region"].code, by=by)
    if "name" in own:
        own["pinyin"] = initials(own["name"])[:60]
    edited = Asset.objects.select_related("kind", "region", "river", "reach__region").get(pk=asset.pk)
    for name, value in own.items():
        setattr(edited, name, value)
    _check_place(edited)
    if "river" in own or "reach" in own:
        own["river"] = edited.river
    saving.update(asset, own, seen, "asset.edit", by=by)
    if fields:
        on = since or timezone.localdate()
        demand_latest(asset, fields, on)
        write_values(asset, fields, on, by=by)
    return asset


@transaction.atomic
def end_asset(asset: Asset, on: date, *, by: Post | None) -> Asset:
    """对象终止: its last day. It stays to be read, and leaves the lists and the map of what is there."""
    saving.must_keep(asset.region_id, by=by)
    stored = Asset.objects.select_for_update().get(pk=asset.pk)
    demand(yes_if(stored.ended_on is None, "这个对象已经终止。"), Refusal)
    if on > timezone.localdate():
        raise ValidationError({"on": "终止日期不能晚于今天。"})
    if stored.established_on and on < stored.established_on:
        raise ValidationError({"on": f"终止日期不能早于建立日期 {stored.established_on}。"})
    saving.update(stored, {"ended_on": on}, None, "asset.end", by=by)
    return stored


@transaction.atomic
def resume_asset(asset: Asset, *, by: Post | None) -> Asset:
    """The way back from ``end_asset``."""
    saving.must_keep(asset.region_id, by=by)
    stored = Asset.objects.select_for_update().get(pk=asset.pk)
    demand(yes_if(stored.ended_on is not None, "这个对象没有终止，不需要恢复。"), Refusal)
    saving.update(stored, {"ended_on": None}, None, "asset.revive", by=by)
    return stored


@transaction.atomic
def move_asset(asset: Asset, lat: float, lng: float, *, by: Post | None, seen: str | None = None) -> Asset:
    """Put it where it is (WGS-84); ``seen``: the ``place_mark`` that was on the screen. Raises EditedMeanwhile."""
    saving.must_keep(asset.region_id, by=by)
    saving.move(asset, lat, lng, seen, "asset.move", by=by)
    return asset


def demand_required(kind: ObjectKind, values: Values, region: Region) -> None:
    """ValidationError that names every field which must be told and is not."""
    told = {field.pk for field, text in checked(values).items() if text}
    must = ObjectField.objects.in_force(region.code).active().filter(kind=kind, is_required=True)
    if lacking := {name_of(field): f"请填写“{field.name}”。" for field in must if field.pk not in told}:
        raise ValidationError(lacking)


def _check_place(asset: Asset) -> None:
    """ValidationError unless river, reach and region agree; the reach's river is the asset's."""
    reach = asset.reach
    if reach is not None:
        if asset.river_id and asset.river_id != reach.river_id:
            raise ValidationError({"reach": f"河段“{reach.name}”不属于所选的河湖。"})
        asset.river = reach.river
        # The scope asks for the region alone: the chief of the reach must find what lies on it.
        if not reach.region.contains(asset.region_id):
            raise ValidationError({"region": f"河段“{reach.name}”在{reach.region.name}，所属区划应在其中。"})
    if asset.established_on and asset.established_on > timezone.localdate():
        raise ValidationError({"established_on": "对象建立时间不能晚于今天，建成后再登记。"})
    if (asset.lat is None) != (asset.lng is None):
        raise ValidationError({"lat" if asset.lat is None else "lng": "经度和纬度请一起填写，或都留空。"})
