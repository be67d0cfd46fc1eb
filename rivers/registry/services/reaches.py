"""Reaches: enter and edit, always nested."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from hezhang.core.kernel.words import day_words, initials
from rivers.registry import rules
from rivers.registry.choices import Bank
from rivers.registry.models import Reach, River
from rivers.registry.services import saving
from rivers.registry.services.codes import next_reach_code
from rivers.registry.services.lifetime import check_lifetime, last_day_of
from rivers.registry.services.rivers import check_length

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region

EDITABLE = {
    "tier",
    "region",
    "code",
    "name",
    "parent",
    "start_place",
    "end_place",
    "length_km",
    "bank",
    "established_on",
    "ended_on",
}


@transaction.atomic
def create_reach(
    *,
    by: Post | None,
    river: River,
    tier: str,
    region: Region,
    code: str,
    name: str,
    parent: Reach | None = None,
    start_place: str = "",
    end_place: str = "",
    length_km: Decimal | float | None = None,
    bank: str = Bank.BOTH,
    established_on: date | None = None,
) -> Reach:
    """Enter a reach; ``length_km`` in km.

    Raises ValidationError (by field, Chinese) when it does not nest, and NotAllowed.
    """
    saving.must_keep(region.code, by=by)
    code = code.strip() or next_reach_code(river, region, take=True)
    reach = Reach(river=river, parent=parent, tier=tier, region=region, code=code, name=name.strip())
    reach.start_place, reach.end_place, reach.length_km = start_place, end_place, length_km
    reach.bank, reach.established_on, reach.pinyin = bank, established_on, initials(reach.name)
    must_stand(reach)
    check_place(reach)
    saving.create(reach, "reach.create", ["river", "name", "code", "tier", "region", "parent", "length_km"], by=by)
    return reach


@transaction.atomic
def edit_reach(reach: Reach, values: dict[str, Any], *, by: Post | None, seen: int | None = None) -> Reach:
    """Change a reach; ``seen`` is the version the form was drawn from. Raises EditedMeanwhile when it is stale."""
    saving.must_keep(reach.region_id, by=by)
    # Whoever appoints a chief, cuts the reach or enters one below it waits for this lock, or is waited for.
    stored = Reach.objects.select_for_update().get(pk=reach.pk)
    values = {name: value for name, value in values.items() if name in EDITABLE}
    if "region" in values:
        # Moved out of one's own hands it could not be taken back.
        saving.must_keep(values["region"].code, by=by)
    if "name" in values:
        values["pinyin"] = initials(values["name"])
    edited = _as_edited(reach, values)
    check_place(edited)
    check_lifetime(edited, stored)
    former = reach.region_id
    saving.update(reach, values, seen, "reach.edit", by=by)
    # Boards and assets carry the reach's region for their scope, and would stay in the lists of the former one.
    reach.signboards.filter(region=former).update(region=reach.region_id)
    reach.assets.filter(region=former).update(region=reach.region_id)
    return reach


def must_stand(reach: Reach) -> None:
    """ValidationError when the river or the reach that this one would lie in has ended."""
    for name, above in (("parent", reach.parent), (NON_FIELD_ERRORS, reach.river)):
        if above is not None and (last := last_day_of(above)):
            raise ValidationError({name: f"“{above.name}”已于 {day_words(last)} 终止，不能再在其中新增河段。"})


def _as_edited(reach: Reach, values: dict[str, Any]) -> Reach:
    """The reach as it would be, without touching the one that is compared for the journal."""
    edited = Reach.objects.select_related("river", "region", "parent__region").get(pk=reach.pk)
    for name, value in values.items():
        setattr(edited, name, value)
    return edited


def check_place(reach: Reach) -> None:
    """ValidationError unless length, tier, region, parent and children agree with one another."""
    check_length(reach.length_km)
    saving.check("region", rules.reach_fits_region(reach.tier, reach.region))
    if reach.parent_id:
        saving.check("parent", _nests(reach, reach.parent))
    if reach.pk:
        for child in reach.children.select_related("region"):
            if not _nests(child, reach):
                raise ValidationError(
                    {"region": f"下级河段“{child.name}”不在修改后的级别或区划之内，请先调整下级河段。"}
                )


def _nests(child: Reach, parent: Reach) -> rules.Verdict:
    return rules.nests(
        tier=child.tier,
        region_code=child.region_id,
        river_id=child.river_id,
        parent_tier=parent.tier,
        parent_region=parent.region,
        parent_river_id=parent.river_id,
    )
