"""The life of an issue in the demonstration: from report to sign-off, mostly in time, now and then not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hezhang.core.kernel.choices import Tier
from hezhang.portal.demo import problems
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.case import Case
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
        case = Case(world, problems.meet(world.dice), world.dice.choice(reaches))
        agenda.put(world.hours.office(day), _report(agenda, case))


def _report(agenda: Agenda, case: Case) -> Act:
    def act(at: datetime) -> None:
        case.report(at)
        plan(agenda, case, at)

    return act


def plan(agenda: Agenda, case: Case, at: datetime) -> None:
    """Put the issue's next step on the agenda; each step puts the next."""
    agenda.put(case.world.hours.later(at, 1, 24), _register(agenda, case))


def _register(agenda: Agenda, case: Case) -> Act:
    def act(at: datetime) -> None:
        if case.world.dice.random() < 0.04:
            case.reject(at)
            return
        case.register(at)
        agenda.put(case.world.hours.later(at, 0.3, 20), _dispatch(agenda, case))

    return act


def _dispatch(agenda: Agenda, case: Case, again: bool = False) -> Act:
    def act(at: datetime) -> None:
        hours, case.unit = case.world.hours, _unit_for(case, again)
        case.dispatch(at)
        back = hours.later(at, 0.5, 6)
        if not again and case.world.dice.random() < 0.05 and back - at < RETURN_WITHIN:
            agenda.put(back, _give_back(agenda, case))
        else:
            agenda.put(hours.later(at, 0.5, 22), _sign_for(agenda, case))

    return act


def _unit_for(case: Case, again: bool):
    """A bureau for what is a bureau's business, else the town's government."""
    world, bureaus = case.world, case.sight.problem.bureaus
    town = world.town_of(case.issue.region_id)
    if town is None or (bureaus and not again and world.dice.random() < 0.5):
        return world.units[world.dice.choice(bureaus or ("water",))]
    return world.government_of(town)


def _give_back(agenda: Agenda, case: Case) -> Act:
    def act(at: datetime) -> None:
        case.give_back(at)
        agenda.put(case.world.hours.later(at, 1, 20), _dispatch(agenda, case, again=True))

    return act


def _sign_for(agenda: Agenda, case: Case) -> Act:
    def act(at: datetime) -> None:
        case.sign_for(at)
        hours, signed, done = case.world.hours, at.date(), _done_on(case, at.date())
        notes = {"start": signed + ONE_DAY, "go_on": signed + (done - signed) / 2 + ONE_DAY * 2}
        for verb, day in notes.items():
            if hours.workday(day) < done:
                agenda.put(hours.office(hours.workday(day)), case.step(verb))
        agenda.put(hours.office(done), _apply(agenda, case))

    return act


def _done_on(case: Case, signed: date) -> date:
    """The working day on which the unit is ready: as good at it as its town is."""
    world, due = case.world, case.issue.due_on
    town = world.town_of(case.issue.region_id)
    left = max(1, (due - signed).days)
    early = world.hours.workday(signed + timedelta(days=max(1, int(left * world.dice.uniform(0.25, 0.9)))))
    late = world.hours.workday(due + timedelta(days=world.dice.randrange(1, 18)))
    in_time = world.dice.random() < (world.diligence[town.code][1] if town else 0.9)
    return early if in_time or hangs(due, world.today, late) else late


def hangs(due: date, today: date, done: date) -> bool:
    """Would be overdue today. Those are laid out one by one (``waiting``), so that every build shows some, and not too many."""
    return due < today <= done


def _apply(agenda: Agenda, case: Case) -> Act:
    def act(at: datetime) -> None:
        case.apply(at)
        agenda.put(case.world.hours.later(at, 14, 60), _verify(agenda, case))

    return act


def _verify(agenda: Agenda, case: Case) -> Act:
    def act(at: datetime) -> None:
        hours, world = case.world.hours, case.world
        if world.dice.random() < 0.08 and not hangs(case.issue.due_on, world.today, at.date() + SECOND_TRY):
            case.send_back(at)
            agenda.put(hours.later(at, 30, 70), _apply(agenda, case))
            return
        case.verify(at)
        agenda.put(hours.later(at, 4, 40), case.step("close"))

    return act
