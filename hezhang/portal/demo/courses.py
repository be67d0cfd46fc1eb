"""The life of an issue in the demonstration: from report to sign-off, mostly in time, now and then not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hezhang.core.kernel.choices import Tier
from hezhang.portal.demo import problems
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.hours import ONE_DAY
from hezhang.portal.demo.world import World
from issues.ledger.rules import RETURN_WITHIN

OUTSIDE_REPORTS = 54
# Who is sent back needs some days for the second try.
SECOND_TRY = timedelta(days=8)


def plan_outside_reports(world: World, agenda: Agenda) -> None:
    """Issues that nobody's patrol found: hotline, covert inspection, drones, satellite, citizens."""
    days = (world.today - world.first).days
    reaches = [reach for reach in world.reaches if reach.tier == Tier.VILLAGE]
    for _ in range(OUTSIDE_REPORTS):
        day = world.hours.workday(world.first + timedelta(days=world.dice.randrange(days + 1)))
        handling = Handling(world, problems.meet(world.dice), world.dice.choice(reaches))
        agenda.put(world.hours.office(day), _report(agenda, handling))


def _report(agenda: Agenda, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        handling.report(at)
        plan(agenda, handling, at)

    return act


def plan(agenda: Agenda, handling: Handling, at: datetime) -> None:
    """Put the issue's next step on the agenda; each step puts the next."""
    agenda.put(handling.world.hours.later(at, 1, 24), _register(agenda, handling))


def _register(agenda: Agenda, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        if handling.world.dice.random() < 0.04:
            handling.reject(at)
            return
        handling.register(at)
        agenda.put(handling.world.hours.later(at, 0.3, 20), _dispatch(agenda, handling))

    return act


def _dispatch(agenda: Agenda, handling: Handling, again: bool = False) -> Act:
    def act(at: datetime) -> None:
        hours, handling.unit = handling.world.hours, _unit_for(handling, again)
        handling.dispatch(at)
        back = hours.later(at, 0.5, 6)
        if not again and handling.world.dice.random() < 0.05 and back - at < RETURN_WITHIN:
            agenda.put(back, _give_back(agenda, handling))
        else:
            agenda.put(hours.later(at, 0.5, 22), _sign_for(agenda, handling))

    return act


def _unit_for(handling: Handling, again: bool):
    """A bureau for what is a bureau's business, else the town's government."""
    world, bureaus = handling.world, handling.sight.problem.bureaus
    town = world.town_of(handling.issue.region_id)
    if town is None or (bureaus and not again and world.dice.random() < 0.5):
        return world.units[world.dice.choice(bureaus or ("water",))]
    return world.government_of(town)


def _give_back(agenda: Agenda, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        handling.give_back(at)
        agenda.put(handling.world.hours.later(at, 1, 20), _dispatch(agenda, handling, again=True))

    return act


def _sign_for(agenda: Agenda, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        handling.sign_for(at)
        hours, signed, done = handling.world.hours, at.date(), _done_on(handling, at.date())
        notes = {"start": signed + ONE_DAY, "go_on": signed + (done - signed) / 2 + ONE_DAY * 2}
        for verb, day in notes.items():
            if hours.workday(day) < done:
                agenda.put(hours.office(hours.workday(day)), handling.step(verb))
        agenda.put(hours.office(done), _apply(agenda, handling))

    return act


def _done_on(handling: Handling, signed: date) -> date:
    """The working day on which the unit is ready: as good at it as its town is."""
    world, due = handling.world, handling.issue.due_on
    town = world.town_of(handling.issue.region_id)
    left = max(1, (due - signed).days)
    early = world.hours.workday(signed + timedelta(days=max(1, int(left * world.dice.uniform(0.25, 0.9)))))
    late = world.hours.workday(due + timedelta(days=world.dice.randrange(1, 18)))
    in_time = world.dice.random() < (world.diligence[town.code][1] if town else 0.9)
    return early if in_time or hangs(due, world.today, late) else late


def hangs(due: date, today: date, done: date) -> bool:
    """Would be overdue today. Those are laid out one by one (``waiting``), so that every build shows some, and not too many."""
    return due < today <= done


def _apply(agenda: Agenda, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        handling.apply(at)
        agenda.put(handling.world.hours.later(at, 14, 60), _verify(agenda, handling))

    return act


def _verify(agenda: Agenda, handling: Handling) -> Act:
    def act(at: datetime) -> None:
        hours, world = handling.world.hours, handling.world
        if world.dice.random() < 0.08 and not hangs(handling.issue.due_on, world.today, at.date() + SECOND_TRY):
            handling.send_back(at)
            agenda.put(hours.later(at, 30, 70), _apply(agenda, handling))
            return
        handling.verify(at)
        agenda.put(hours.later(at, 4, 40), handling.step("close"))

    return act
