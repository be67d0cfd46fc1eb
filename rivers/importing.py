"""Gathers what the import desk takes for the rooms."""

from rivers.boards.importing import KIND as BOARDS
from rivers.chiefs.importing import KIND as CHIEFS
from rivers.registry.importing import REACHES, RIVERS
from rivers.water.importing import MONTHS, SECTIONS

__all__ = ["BOARDS", "CHIEFS", "MONTHS", "REACHES", "RIVERS", "SECTIONS"]
