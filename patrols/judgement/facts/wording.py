"""What is owed in a period, as one says it."""

from __future__ import annotations

from patrols.norms.choices import THIS_PERIOD, NormUnit, WarningLevel
from patrols.norms.rules.duty import PeriodDuty


def owed_words(one: PeriodDuty) -> str:
    """本周还需 1 次（11月22日前）; 本周已完成; 红色预警期间每日 1 次，今天还需 1 次."""
    end = one.period.end
    this = THIS_PERIOD[one.period.unit]
    words = f"{this}已完成" if one.is_met else f"{this}还需 {one.still_needed} 次（{end.month}月{end.day}日前）"
    return f"{during_words(one)}，{words}" if one.level else words


def during_words(one: PeriodDuty) -> str:
    """红色预警期间每日 1 次（不限河段）, where a walk elsewhere counts as well; "" for an ordinary norm."""
    if not one.level:
        return ""
    unit = NormUnit(one.period.unit).label
    return (
        f"{WarningLevel(one.level).label}预警期间每{unit} {one.times_needed} 次{'' if one.reach_id else '（不限河段）'}"
    )
