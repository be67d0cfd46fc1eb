"""Issues that wait at each desk, and that are overdue, whatever the day on which the demonstration is built.

Reckoned in working days back from today: no step lies in the future or on a day off, and no two on one day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hezhang.core.kernel.choices import Tier
from hezhang.portal.demo import problems
from hezhang.portal.demo.agenda import Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.hours import Hours
from hezhang.portal.demo.world import World
from issues.clocks.models import DeadlineRule
from rivers.registry.models import Reach

STEPS = ["report", "register", "dispatch", "sign_for", "start", "apply", "verify"]
OWN_FINDING = 8  # working days ago: the week before at the latest, so that this week's patrol is still to be made
CHIEF_OF: dict[int | str, str] = {0: "zhangzhen", "own": "zhangcun", "county": "zhangqu"}
LITTER, CLUTTER = ("漂浮物", "乱堆"), ("乱堆", "乱占")


@dataclass(frozen=True)
class Plot:
    """One issue that stands still: its last step, where (a town's number, "own" for the village chief's own reach, or
    "county"), what it is about, and who works on it: a bureau, or else the town's government."""

    stop: str
    where: int | str
    about: tuple[str, ...]
    unit: str = ""
    instant: bool = False


# With the working days since the last step; the first town is 桥头镇, whose chief, handler and patroller can be entered.
WAITING = [
    (Plot("report", 0, LITTER), 1),
    (Plot("report", 2, ("污水直排",)), 1),
    (Plot("report", 6, CLUTTER), 2),
    (Plot("register", 0, CLUTTER), 1),
    (Plot("register", 4, LITTER), 2),
    (Plot("dispatch", 0, LITTER), 1),
    (Plot("dispatch", 1, ("护岸损毁", "其他"), "water"), 1),
    (Plot("sign_for", 0, CLUTTER), 2),
    (Plot("start", 0, LITTER), 3),
    (Plot("start", 5, ("污水直排",), "housing"), 4),
    (Plot("apply", 0, LITTER), 1),
    (Plot("apply", 0, CLUTTER), 2),
    (Plot("apply", "own", LITTER), 1),
    (Plot("apply", "county", ("护岸损毁",), "water"), 2),
    (Plot("verify", 0, LITTER), 1),
    (Plot("verify", 7, CLUTTER), 2),
]
# With the working days since the deadline.
OVERDUE = [
    (Plot("dispatch", 0, LITTER, instant=True), 1),
    (Plot("start", 3, ("护岸损毁",), "water"), 2),
    (Plot("dispatch", 5, ("公示牌",), instant=True), 3),
    (Plot("start", 0, CLUTTER), 4),
    (Plot("start", 6, ("乱采", "其他"), "water"), 7),
    (Plot("start", 3, CLUTTER), 10),
    (Plot("start", 7, ("乱占",)), 18),
]
# Ready at last, some working days late: 待核查.
LATE = [(Plot("apply", 1, CLUTTER), 3)]
# Due today or in the next three days.
DUE_SOON = [
    Plot("start", 0, LITTER),
    Plot("start", 4, CLUTTER),
    Plot("start", 1, ("其他",), "water"),
    Plot("sign_for", 0, CLUTTER),
    Plot("start", 2, ("漂浮物",)),
]


def plan(world: World, agenda: Agenda) -> None:
    """Put every step of every plot on the agenda."""
    for plot, ago in WAITING:
        last = steps_until(world.hours, world.today, STEPS[: STEPS.index(plot.stop) + 1], ago)
        put(world, agenda, handling_of(world, plot), last)
    for plot, late in OVERDUE + LATE:
        _put_due(world, agenda, plot, world.hours.workdays_ago(world.today, late))
    soon = world.hours.due_soon(world.today)
    for number, plot in enumerate(DUE_SOON):
        _put_due(world, agenda, plot, soon[number % len(soon)])


def go_on(agenda: Agenda, handling: Handling, at: datetime) -> None:
    """What the village chief found eight working days ago, and the town is at work on."""
    world, handling.unit = handling.world, handling.world.units["town"]
    steps = STEPS[STEPS.index("register") : STEPS.index("start") + 1]
    put(world, agenda, handling, steps_until(world.hours, world.today, steps, OWN_FINDING - len(steps)))


def steps_until(hours: Hours, today: date, steps: list[str], ago: int) -> list[tuple[str, date]]:
    """One step a working day, the last one so many working days ago."""
    return [(step, hours.workdays_ago(today, ago + left)) for left, step in enumerate(reversed(steps))][::-1]


def steps_to_due(hours: Hours, today: date, due: date, workdays: int, stop: str) -> list[tuple[str, date]]:
    """Steps around a handing out that gave the unit those working days until the due date.

    Signed for the day after; a delay is noted on the deadline if that has passed; ready, if at all, yesterday.
    """
    sent = hours.calendar.add(due, -workdays)
    days = {"report": -2, "register": -1, "sign_for": 1, "start": 2}
    steps = {step: hours.calendar.add(sent, count) for step, count in days.items()} | {"dispatch": sent}
    made = [(step, steps[step]) for step in STEPS[: STEPS.index(stop) + 1] if step in steps]
    if stop in ("start", "apply") and due < today:
        made.append(("delay", due))
    return made + ([("apply", hours.workdays_ago(today, 1))] if stop == "apply" else [])


def _put_due(world: World, agenda: Agenda, plot: Plot, due: date) -> None:
    handling = handling_of(world, plot)
    problem = handling.sight.problem
    rule = DeadlineRule.objects.get(track=problem.track, severity=problem.severity)
    handling.due_on = due
    put(world, agenda, handling, steps_to_due(world.hours, world.today, due, rule.workdays, plot.stop))


def put(world: World, agenda: Agenda, handling: Handling, steps: list[tuple[str, date]]) -> None:
    for step, day in steps:
        agenda.put(world.hours.office(day), handling.step(step))


def handling_of(world: World, plot: Plot) -> Handling:
    sight = problems.meet(world.dice, *plot.about, instant=plot.instant)
    handling = Handling(world, sight, world.dice.choice(_reaches(world, plot)))
    town = world.town_of(handling.reach.region_id)
    handling.unit = world.units[plot.unit] if plot.unit or town is None else world.government_of(town)
    handling.verifier = world.posts["xunhe"] if plot.where == 0 else None
    return handling


def _reaches(world: World, plot: Plot) -> list[Reach]:
    """Those of a chief in the cast, so that they stand on that chief's desk; elsewhere the villages'."""
    if plot.where in CHIEF_OF:
        return world.chiefs_reaches[world.posts[CHIEF_OF[plot.where]].pk]
    town = world.towns[int(plot.where)]
    return [one for one in world.reaches if one.tier == Tier.VILLAGE and town.contains(one.region_id)]
