"""Departments: offices, bureaus, town governments, third parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.accounts.rules import may_manage_people, reaches
from hezhang.core.accounts.services.common import change, demand, journal
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import yes_if
from hezhang.core.kernel.words import clean, one_line

EDITABLE = {"name", "kind", "phone", "is_active"}


@transaction.atomic
def create_department(*, by: Post | None, name: str, kind: str, region: Region, phone: str = "") -> Department:
    """A new department. Raises ValidationError (the name stands once per region), NotAllowed."""
    _demand_reach(by, region.pk)
    unit = Department(name=one_line(clean(name)), kind=kind, region=region, phone=phone)
    _demand_sound(unit)
    unit.save()
    journal("department.create", unit, by=by, after={"name": unit.name, "kind": kind, "phone": phone})
    return unit


@transaction.atomic
def edit_department(unit: Department, *, by: Post | None, **values: Any) -> bool:
    """Change name, kind, phone or whether it is in use; False when nothing differs."""
    _demand_reach(by, unit.region_id)
    wanted = {field: value for field, value in values.items() if field in EDITABLE}
    return change(unit, wanted, "department.update", by=by, check=lambda: _demand_sound(unit))


ENDS = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处"}


def lacking_towns(*, by: Post) -> list[tuple[Region, str]]:
    """Towns of the post's region without a government of their own, and what it would be called; the others are known.

    A government that somebody has entered under its county counts as well. What is neither 镇, 乡 nor 街道 (an economic
    zone) has no name that could be told from its own.
    """
    units = Department.objects.visible_to(by)
    having = set(units.filter(kind=DepartmentKind.TOWN).values_list("region_id", flat=True))
    named = set(units.values_list("name", flat=True))
    towns = Region.objects.visible_to(by).filter(tier=Tier.TOWN, is_pseudo=False).order_by("code")
    called = [(one, _government(one.name)) for one in towns if one.code not in having]
    return [(one, name) for one, name in called if name and name not in named]


def _government(place: str) -> str:
    """桥头镇 → 桥头镇人民政府, 永中街道 → 永中街道办事处; "" for other places."""
    return next((place + rest for end, rest in ENDS.items() if place.endswith(end)), "")


THIRD_WORDS = ("公司", "企业", "合作社", "服务部")
OFFICE_WORDS = ("河长办", "河长制办公室")
TOWN_ENDS = ("镇", "乡", "街道", "街道办", "街道办事处", "镇人民政府", "乡人民政府", "镇政府", "乡政府")


def kind_of_unit(name: str) -> DepartmentKind:
    """What a unit of that name is: 区水利局 a member, 桥头镇人民政府 a town's government."""
    if any(word in name for word in OFFICE_WORDS):
        return DepartmentKind.OFFICE
    if any(word in name for word in THIRD_WORDS):
        return DepartmentKind.THIRD
    return DepartmentKind.TOWN if name.endswith(TOWN_ENDS) else DepartmentKind.MEMBER


def home_of_unit(name: str, regions: Iterable[Region]) -> Region | None:
    """The town whose government a unit of that name is; None for others, which are the office's own."""
    if kind_of_unit(name) != DepartmentKind.TOWN:
        return None
    towns = [one for one in regions if one.tier == Tier.TOWN and one.name in name]
    return max(towns, key=lambda one: len(one.name), default=None)


def units_called(names: Iterable[str], *, by: Post) -> list[Department]:
    """Units as they would be entered for these names of a ledger (桥头镇 is its government); those that are known are left out."""
    towns = list(Region.objects.visible_to(by).filter(tier=Tier.TOWN))
    known = set(Department.objects.visible_to(by).values_list("name", flat=True))
    units: dict[str, Department] = {}
    for words in names:
        home = home_of_unit(words, towns)
        name = _government(home.name) if home and words.removesuffix(home.name) == "" else words
        region = home or by.region
        if name and name not in known:
            units.setdefault(name, Department(name=name, kind=kind_of_unit(name), region=region))
    return list(units.values())


@transaction.atomic
def enter_units(names: Iterable[str], *, by: Post) -> list[Department]:
    """Enter the units that a ledger names; a second click finds nothing left to do."""
    demand(may_manage_people(by))
    Region.objects.hold(by.region_id)
    return [
        create_department(by=by, name=one.name, kind=one.kind, region=one.region) for one in units_called(names, by=by)
    ]


@transaction.atomic
def fill_towns(*, by: Post) -> list[Department]:
    """Enter the government of each town that has none; a second click finds nothing left to do."""
    demand(may_manage_people(by))
    # Two at once: the second waits, and then sees what the first has written.
    Region.objects.hold(by.region_id)
    return [
        create_department(by=by, name=name, kind=DepartmentKind.TOWN, region=region)
        for region, name in lacking_towns(by=by)
    ]


def _demand_reach(by: Post | None, region_code: str) -> None:
    if by is not None:
        demand(may_manage_people(by))
        demand(yes_if(reaches(by, region_code), "只能维护本区域内的单位。"))


def _demand_sound(unit: Department) -> None:
    same = Department.objects.exclude(pk=unit.pk).filter(region_id=unit.region_id, name=unit.name)
    if same.exists():
        raise ValidationError({"name": "该区划下已有同名单位。"})
    unit.clean_fields()
