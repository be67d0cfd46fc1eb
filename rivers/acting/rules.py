"""Rules of acting, over plain values: for how long, by whom, and what can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.words import day_words

if TYPE_CHECKING:
    from rivers.acting.models import Acting

LONGEST = timedelta(days=365)
# The paper comes a few days after the leave began; more would mend a figure that is known already.
BACKDATED = timedelta(days=7)


def may_last(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    """What is wrong with the days, by the form's field; {} when nothing is."""
    if ends_on < starts_on:
        return {"ends_on": "代理止不能早于代理起。"}
    if ends_on - starts_on > LONGEST:
        return {"ends_on": "代理最长一年。离开更久的，请任命新的责任河长。"}
    if starts_on < today - BACKDATED:
        return {"starts_on": f"代理最多补登 {BACKDATED.days} 天，请从 {day_words(today - BACKDATED)} 以后起。"}
    return {"ends_on": "代理止已经过去，无须登记。"} if ends_on < today else {}


def may_stand_in(who: int, absent: int, others: Iterable[Acting]) -> Verdict:
    """Another person, of whose own reaches nobody else takes care in those days. ``others``: of the same days."""
    if who == absent:
        return no("代理人不能是本人。")
    away = [one for one in others if one.tenure.post.user_id == who]
    return yes_if(not away, f"{away[0].tenure.post.user.name}这段时间也由他人代理，请另选代理人。" if away else "")


def standing(row: Any, today: date, during: str = "代理中") -> str:
    """In one word; the last day still counts. ``row``: with a ``span``; ``during``: the word while it lasts."""
    first, last = row.span
    if last < first:
        return "未生效"
    if today < first:
        return "未开始"
    return during if today <= last else "已结束"


def may_end(acting: Acting, today: date) -> bool:
    """Whether there are days left to give back."""
    return standing(acting, today) in ("代理中", "未开始") and acting.ends_on > today


def may_take_back(acting: Acting, today: date) -> Verdict:
    """A wrong click is taken back on its day, the last act first."""
    last = acting.closed_on or acting.entered_on
    return yes_if(last == today, "只能在登记当天撤销。之后请提前结束，或重新登记。")
