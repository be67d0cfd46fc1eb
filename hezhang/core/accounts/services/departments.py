"""Departments: offices, bureaus, town governments, third parties."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.accounts.rules import may_manage_people, reaches
from hezhang.core.accounts.services.common import change, demand, journal
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


def _demand_reach(by: Post | None, region_code: str) -> None:
    if by is not None:
        demand(may_manage_people(by))
        demand(yes_if(reaches(by, region_code), "只能维护本区域内的单位。"))


def _demand_sound(unit: Department) -> None:
    same = Department.objects.exclude(pk=unit.pk).filter(region_id=unit.region_id, name=unit.name)
    if same.exists():
        raise ValidationError({"name": "该区划下已有同名单位。"})
    unit.clean_fields()
