"""Gathers what the import desk takes for the rooms."""

from rivers.assets.importing import KIND as ASSETS
from rivers.boards.importing import KIND as BOARDS
from rivers.chiefs.importing import KIND as CHIEFS
from rivers.lines.importing import LINES
from rivers.plans.importing import KIND as PLANS
from rivers.registry.importing import REACHES, RIVERS
from rivers.water.importing import MONTHS, SECTIONS

__all__ = ["ASSETS", "BOARDS", "CHIEFS", "LINES", "MONTHS", "PLANS", "REACHES", "RIVERS", "SECTIONS"]
