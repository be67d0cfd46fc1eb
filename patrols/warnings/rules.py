"""Rules of warnings, over plain values and loaded rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hezhang.core.kernel.verdict import Verdict, yes_if
from hezhang.core.kernel.words import day_words

if TYPE_CHECKING:
    from patrols.warnings.models import RiverWarning

# The paper comes a few days after the flood; more would mend a figure that is known already.
BACKDATED = timedelta(days=7)


class Place(NamedTuple):
    """Of a reach, what decides whether a warning is meant for it."""

    region_id: str
    river_id: int
    line: tuple[int | None, ...]  # the reach itself, the one that it lies in, and so on up


def holds_at(warning: RiverWarning, place: Place) -> bool:
    """Whether the warning is meant for the reach: of its region, and of its river or its reach where it names one."""
    if not warning.region.contains(place.region_id):
        return False
    if warning.reach_id:
        return warning.reach_id in place.line
    return warning.river_id in (None, place.river_id)


def may_last(starts_on: date, ends_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with the days, by the form's field; {} when nothing is."""
    if ends_on and ends_on < starts_on:
        return {"ends_on": "预警止不能早于预警起。"}
    if starts_on < today - BACKDATED:
        return {"starts_on": f"预警最多补登 {BACKDATED.days} 天，请从 {day_words(today - BACKDATED)} 以后起。"}
    return {"ends_on": "预警止已经过去，无须登记。"} if ends_on and ends_on < today else {}


def may_end(warning: RiverWarning, on: date, today: date) -> dict[str, str]:
    """Whether it can be lifted with this as its last day."""
    if warning.ends_on and on >= warning.ends_on:
        return {"on": f"原定到 {day_words(warning.ends_on)}，请填写更早的一天。"}
    if on < max(warning.starts_on, today - BACKDATED):
        return {"on": "不能早于预警起，也不能补登 7 天以前的日期。发布错了的，请在发布当天撤销。"}
    return {"on": "解除日期不能晚于今天。"} if on > today else {}


def standing(warning: RiverWarning, today: date) -> str:
    """In one word; the last day still counts."""
    if today < warning.starts_on:
        return "未开始"
    return "预警中" if today <= warning.span.last else "已解除"


def may_lift(warning: RiverWarning, today: date) -> bool:
    """Whether there are days left to give back."""
    return standing(warning, today) == "预警中" and warning.lifted_on is None


def may_take_back(warning: RiverWarning, today: date) -> Verdict:
    """A wrong click is taken back on its day, the last act first."""
    last = warning.lifted_on or warning.entered_on
    return yes_if(last == today, "只能在登记当天撤销。之后请解除预警，或重新发布。")
