"""Two village chiefs say why they did not walk: one appeal waits for its answer, with a photo, and one period has been excused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.workdays import Calendar
from hezhang.portal.demo.hours import Hours
from hezhang.portal.demo.world import World, dice_for
from patrols.appeals.choices import Answer
from patrols.appeals.models import Appeal
from patrols.appeals.services import answer_appeal, appeal_period
from patrols.judgement.facts.duties import duty_of
from patrols.norms.rules.duty import PeriodDuty

LOOKED_BACK = timedelta(days=28)  # within the time in which an appeal may be made


def appeals(world: World) -> str:
    """From the last of the towns on, so that no person of the cast is among them."""
    hours = Hours(Calendar.load(), dice_for("appeals"))
    earlier, answered, lately = (hours.office(hours.workdays_ago(world.today, count)) for count in (5, 3, 1))
    found = _missed(world, timezone.localdate(lately) - LOOKED_BACK, earlier)
    waiting = _appeal(
        next(found, None), "当日在镇里参加防汛值守，返程道路塌方中断，附现场照片。", world, lately, photos=1
    )
    excused = _appeal(next(found, None), "连续两日转移低洼处群众，未能上河。", world, earlier)
    if excused:
        words = "经核实，当周确在组织转移群众，这一期免予要求。"
        answer_appeal(excused, by=world.posts["hezhangban"], answer=Answer.EXCUSED, words=words, at=answered)
    return f"{sum(map(bool, (waiting, excused)))} 件申诉"


def _appeal(
    missed: tuple[Post, PeriodDuty] | None, reason: str, world: World, at: datetime, photos: int = 0
) -> Appeal | None:
    if missed is None:
        return None
    post, one = missed
    shown = world.photos["found"][:photos]
    return appeal_period(one.period.start, one.period.end, one.reach_id, by=post, reason=reason, photos=shown, at=at)


def _missed(world: World, first: date, at: datetime) -> Iterator[tuple[Post, PeriodDuty]]:
    """A missed period of each chief who has one that ended since the first day, and was over at that time."""
    until = timezone.localdate(at) - timedelta(days=1)
    for town in reversed(world.towns):
        for village in world.villages[town.code]:
            post = world.village_chiefs[village.code]
            missed = duty_of(post, first, until, today=timezone.localdate(at)).missed
            if missed:
                yield post, missed[-1]
