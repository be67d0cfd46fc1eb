"""Rules of leave, over plain values and loaded rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hezhang.core.kernel.verdict import Verdict, yes_if
from hezhang.core.kernel.words import day_words

if TYPE_CHECKING:
    from patrols.excuses.models import Excuse

LONGEST = timedelta(days=365)
# As with actings: a later entry would mend a figure that is known already.
BACKDATED = timedelta(days=7)


def may_last(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    """What is wrong with the days, by the form's field; {} when nothing is."""
    if ends_on < starts_on:
        return {"ends_on": "请假止不能早于请假起。"}
    if ends_on - starts_on > LONGEST:
        return {"ends_on": "请假最长一年。离开更久的，请任命新的责任河长。"}
    if starts_on < today - BACKDATED:
        words = day_words(today - BACKDATED)
        return {"starts_on": f"请假最多补登 {BACKDATED.days} 天，请从 {words} 以后起；更早的，由河长申诉。"}
    return {"ends_on": "请假止已经过去，无须登记。"} if ends_on < today - BACKDATED else {}


def standing(leave: Excuse, today: date) -> str:
    """In one word; the last day still counts."""
    if today < leave.starts_on:
        return "未开始"
    return "请假中" if today <= leave.ends_on else "已结束"


def may_end(leave: Excuse, today: date) -> bool:
    """Whether there are days left to give back."""
    return standing(leave, today) == "请假中" and leave.ends_on > today


def may_take_back(leave: Excuse, today: date) -> Verdict:
    """A wrong click is taken back on its day, the last act first."""
    last = leave.closed_on or leave.entered_on
    return yes_if(last == today, "只能在登记当天撤销。之后请提前销假，或重新登记。")
