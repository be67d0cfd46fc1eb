"""Two long-term problems: one at work by a plan in stages, one of them late; one whose plan waits for the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.waiting import STEPS, Plot, handling_of, put, steps_until
from hezhang.portal.demo.world import World, dice_for
from issues.clocks.choices import Track
from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.services.planning import StageIn

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Department

YEAR = timedelta(days=365)
RUNNING, PROPOSED = (Plot("sign_for", 3, ("污水直排",), "housing"), 60), (Plot("sign_for", 0, ("乱占",), "water"), 3)
PLAN = "先截污、后清淤、再恢复岸坡：沿线排口逐个封堵，污水全部纳管；清淤后恢复岸坡，移交属地管护。"
# What is to be done, in days from today, how much of it.
STAGES = [
    ("沿线排口封堵、污水纳管", -24, 18, "处"),
    ("河道清淤", -5, 620, "米"),
    ("恢复岸坡、补植", 70, 620, "米"),
    ("水质连续三个月达标，移交管护", 190, None, ""),
]
DONE = "18 处排口全部封堵并接入污水管网，已试通水。"
RETREAT = "滩地按季节分两期退出种植，界桩补设到位，纳入日常巡查。"
RETREATS = [("秋收后退出种植", 45, 12, "亩"), ("界桩补设、播撒草籽", 120, 26, "根")]


def plan(world: World, agenda: Agenda) -> None:
    """With dice of its own, as what superiors have listed."""
    own = replace(world, dice=dice_for("long term"))
    for (plot, ago), words, stages in ((RUNNING, PLAN, STAGES), (PROPOSED, RETREAT, RETREATS)):
        handling = handling_of(own, plot)
        handling.track, handling.due_on = Track.LONG, world.today + YEAR
        put(own, agenda, handling, steps_until(own.hours, world.today, STEPS[: STEPS.index(plot.stop) + 1], ago))
        day = own.hours.workdays_ago(world.today, ago - 2)
        agenda.put(own.hours.office(day), _propose(own, handling, words, stages))
        if stages is STAGES:
            confirmed, done = (own.hours.workdays_ago(world.today, left) for left in (ago - 4, 22))
            agenda.put(own.hours.office(confirmed), _confirm(handling))
            agenda.put(own.hours.office(done), _finish(own, handling))


def _propose(world: World, handling: Handling, words: str, stages: list[tuple[str, int, int | None, str]]) -> Act:
    def act(at: datetime) -> None:
        unit: Department | None = handling.unit
        if unit is None:
            return
        told = [
            StageIn(name, unit, world.today + timedelta(days=days), amount, measure)
            for name, days, amount, measure in stages
        ]
        issue = Issue.objects.get(pk=handling.issue.pk)
        services.propose_stages(issue, handling.handler, words=words, stages=told, at=at)

    return act


def _confirm(handling: Handling) -> Act:
    return lambda at: services.confirm_stages(_fresh(handling).stage_plan, handling.clerk, at=at)


def _finish(world: World, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        first = _fresh(handling).stage_plan.stages.order_by("pk").first()
        services.finish_stage(first, handling.handler, words=DONE, files=world.pick_photos("after", 2), at=at)

    return act


def _fresh(handling: Handling) -> Issue:
    return Issue.objects.select_related("stage_plan").get(pk=handling.issue.pk)
