"""Rules of appeals, over plain values and loaded rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from patrols.appeals.choices import Answer, AppealState
from patrols.walks.choices import Counting

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from patrols.appeals.models import Appeal
    from patrols.walks.models import Patrol

MOST_PHOTOS = 3


def may_appeal_walk(by: Post, patrol: Patrol) -> Verdict:
    """Whoever walked, of a walk that does not count or waits."""
    if by.user_id != patrol.user_id:
        return no("只能申诉本人的巡河。")
    return yes_if(patrol.counting != Counting.COUNTS, "这次巡河已计入，无需申诉。")


def is_in_time(ended_on: date, today: date, days: int) -> Verdict:
    """Within so many days of the walk's, or the period's, last day."""
    return yes_if(today <= ended_on + timedelta(days=days), f"已超过 {days} 天的申诉期限，请联系河长办。")


def may_answer(by: Post, appeal: Appeal) -> Verdict:
    """The office of the place, once, and nobody the own one."""
    if not (verdict := _of_the_office(by, appeal)):
        return verdict
    return yes_if(appeal.state == AppealState.WAITING, f"这件申诉已答复为“{AppealState(appeal.state).label}”。")


def may_undo(by: Post, appeal: Appeal) -> Verdict:
    """撤销答复: once, by the office."""
    if not (verdict := _of_the_office(by, appeal)):
        return verdict
    if appeal.state == AppealState.WAITING:
        return no("这件申诉还没有答复。")
    return yes_if(appeal.undone_at is None, "答复只能撤销一次。")


def _of_the_office(by: Post, appeal: Appeal) -> Verdict:
    if not (verdict := is_office(by)):
        return verdict
    if not by.region.contains(appeal.post.region_id):
        return no("申诉人不在本河长办的辖区内。")
    return yes_if(by.user_id != appeal.post.user_id, "这是您本人的申诉，请由河长办其他人员答复。")


def answers_to(appeal: Appeal) -> list[Answer]:
    """What may be said: a walk counts or not, a period is excused or not."""
    return [Answer.COUNTS if appeal.patrol_id else Answer.EXCUSED, Answer.NOT]
