"""Regions and units at the import desk."""

from hezhang.core.office.people.importing.departments import KIND as DEPARTMENTS
from hezhang.core.office.people.importing.regions import SPEC, ancestors, is_pseudo, plan, tier_of

__all__ = ["DEPARTMENTS", "SPEC", "ancestors", "is_pseudo", "plan", "tier_of"]
