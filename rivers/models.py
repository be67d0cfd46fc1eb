"""Gathers the models of the rooms for Django; import them from the room."""

from rivers.boards.models import Signboard
from rivers.chiefs.models import ChangeTerm, Tenure
from rivers.cutting.models import Cut, CutPart
from rivers.handover.models import Handover, HandoverItem, HandoverTransition
from rivers.lines.models import ReachLine, RiverShape
from rivers.registry.models import Reach, River
from rivers.water.models import (
    MonthlyItem,
    Reading,
    Section,
    SectionMonth,
    SectionTarget,
    SectionTrend,
    WaterLimit,
    WaterStandard,
)

__all__ = [
    "ChangeTerm",
    "Cut",
    "CutPart",
    "Handover",
    "HandoverItem",
    "HandoverTransition",
    "MonthlyItem",
    "Reach",
    "ReachLine",
    "Reading",
    "River",
    "RiverShape",
    "Section",
    "SectionMonth",
    "SectionTarget",
    "SectionTrend",
    "Signboard",
    "Tenure",
    "WaterLimit",
    "WaterStandard",
]
