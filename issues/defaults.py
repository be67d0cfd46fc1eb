"""The defaults that ship with the product, as data: proposals that every office may edit."""

from typing import Any

from issues.choices import PhotoKind, ReminderTo, Severity, Track
from issues.models import Category, DeadlineRule, EvidenceRule, ReminderRule

# 清四乱: 办河湖〔2018〕245号. The rest are the classes in use on hotlines and in patrol systems.
CATEGORIES = [
    ("乱占", "四乱"),
    ("乱采", "四乱"),
    ("乱堆", "四乱"),
    ("乱建", "四乱"),
    ("污水直排", "水质"),
    ("水体异常", "水质"),
    ("漂浮物", "保洁"),
    ("护岸损毁", "工程"),
    ("非法捕捞", "其他"),
    ("公示牌", "工程"),
    ("其他", "其他"),
]
TERMS = {Severity.MINOR: 15, Severity.SERIOUS: 30, Severity.MAJOR: 60}
INSTANT = 3
EVIDENCE = [("apply", PhotoKind.AFTER, 1), ("verify", PhotoKind.ON_SITE, 1)]
REMINDERS = [
    (-3, ReminderTo.UNIT, "整改时限还有 3 天"),
    (0, ReminderTo.UNIT, "整改时限今天到期"),
    (1, ReminderTo.UNIT, "整改已逾期"),
    (1, ReminderTo.OFFICE, "责任单位整改已逾期"),
    (3, ReminderTo.CHIEF, "整改逾期 3 天，请过问"),
    (7, ReminderTo.OFFICE, "整改逾期 7 天，建议督办"),
]


def load() -> int:
    """Add what is missing; returns how many rows were added. Never overwrites an edited row."""
    added = sum(_categories())
    for severity, days in TERMS.items():
        added += _add(DeadlineRule, {"workdays": days}, track=Track.TERM, severity=severity)
        added += _add(DeadlineRule, {"workdays": INSTANT}, track=Track.INSTANT, severity=severity)
    for verb, kind, count in EVIDENCE:
        added += _add(EvidenceRule, {"at_least": count}, verb=verb, kind=kind)
    for days, to, text in REMINDERS:
        added += _add(ReminderRule, {"text": text}, offset_days=days, to=to)
    return added


def _categories() -> list[bool]:
    return [
        _add(Category, {"group": group, "order": order}, name=name)
        for order, (name, group) in enumerate(CATEGORIES, start=1)
    ]


def _add(model: Any, values: dict[str, Any], **key: Any) -> bool:
    return model.objects.get_or_create(**key, defaults=values)[1]
