"""Sections and their months at the import desk."""

from rivers.water.importing.months import KIND as MONTHS
from rivers.water.importing.sections import KIND as SECTIONS

__all__ = ["MONTHS", "SECTIONS"]
