"""Gathers the models of the rooms for Django; import them from the room."""

from rivers.acting.models import Acting
from rivers.assets.models import Asset, AssetFile, FieldValue, ObjectField, ObjectKind
from rivers.boards.models import (
    BoardPattern,
    BoardState,
    Inspection,
    InspectionPhoto,
    PublicPhone,
    Renewal,
    Signboard,
)
from rivers.chiefs.models import ChangeTerm, Tenure
from rivers.cutting.models import Cut, CutPart
from rivers.handover.models import Handover, HandoverItem, HandoverTransition
from rivers.heads.models import HeadTenure
from rivers.lines.models import ReachLine, RiverShape
from rivers.plans.models import (
    Plan,
    PlanItem,
    PlanPaper,
    PlanTask,
    PlanTerm,
    PlanTransition,
    ProgressPhoto,
    TaskMilestone,
    TaskProgress,
)
from rivers.registry.models import CodeRule, CodeSerial, Reach, River
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
    "Acting",
    "Asset",
    "AssetFile",
    "BoardPattern",
    "BoardState",
    "ChangeTerm",
    "CodeRule",
    "CodeSerial",
    "Cut",
    "CutPart",
    "FieldValue",
    "Handover",
    "HandoverItem",
    "HandoverTransition",
    "HeadTenure",
    "Inspection",
    "InspectionPhoto",
    "MonthlyItem",
    "ObjectField",
    "ObjectKind",
    "Plan",
    "PlanItem",
    "PlanPaper",
    "PlanTask",
    "PlanTerm",
    "PlanTransition",
    "ProgressPhoto",
    "PublicPhone",
    "Reach",
    "ReachLine",
    "Reading",
    "Renewal",
    "River",
    "RiverShape",
    "Section",
    "SectionMonth",
    "SectionTarget",
    "SectionTrend",
    "Signboard",
    "TaskMilestone",
    "TaskProgress",
    "Tenure",
    "WaterLimit",
    "WaterStandard",
]
