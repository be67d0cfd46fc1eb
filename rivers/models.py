"""Gathers the models of the rooms for Django; import them from the room."""

from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
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
    "MonthlyItem",
    "Reach",
    "Reading",
    "River",
    "Section",
    "SectionMonth",
    "SectionTarget",
    "SectionTrend",
    "Signboard",
    "Tenure",
    "WaterLimit",
    "WaterStandard",
]
