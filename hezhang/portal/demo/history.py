"""What happened: patrols and issues in the order of time, each through its service."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import SHANGHAI, Period, periods_between
from hezhang.core.notify.models import Message
from hezhang.portal.demo import (
    courses,
    inspecting,
    leads,
    longterm,
    looking,
    problems,
    raising,
    spots,
    superior,
    waiting,
)
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.hours import ONE_DAY
from hezhang.portal.demo.problems import Sight
from hezhang.portal.demo.world import World
from issues.leads.models import Lead
from issues.ledger.models import Issue
from issues.reminders import services as reminders
from patrols.walks.choices import FindingState, PatrolKind
from patrols.walks.models import Patrol
from patrols.walks.services import FindingIn, submit_patrol
from rivers.registry.models import Reach

UNIT_OF_TIER = {Tier.CITY: "quarter", Tier.COUNTY: "month", Tier.TOWN: "ten_days", Tier.VILLAGE: "week"}
FINDS = {Tier.CITY: 0.5, Tier.COUNTY: 0.35, Tier.TOWN: 0.11, Tier.VILLAGE: 0.045}
FINDS_OF_PATROLLER = 0.07
SETTLED = 0.68  # of what can be settled on the spot
KINDS = {
    Tier.CITY: ([PatrolKind.ROUTINE, PatrolKind.SPECIAL, PatrolKind.MEETING], (3, 1, 1)),
    Tier.COUNTY: ([PatrolKind.ROUTINE, PatrolKind.SPECIAL, PatrolKind.JOINT, PatrolKind.COVERT], (5, 2, 1, 1)),
    Tier.TOWN: ([PatrolKind.ROUTINE, PatrolKind.JOINT, PatrolKind.COVERT], (14, 1, 1)),
    Tier.VILLAGE: ([PatrolKind.ROUTINE], (1,)),
}
# Reminders are written from the days before the oldest deadline that is overdue today.
REMINDED_DAYS = 50
TOLD_AT = time(8, 0)


@dataclass
class Walk:
    """One patrol as it is planned: what was seen, and what becomes of it if it was not settled on the spot."""

    post: Post
    reach: Reach
    times: tuple[datetime, datetime]
    sight: Sight | None = None
    settled: bool = False
    then: Callable[[Agenda, Handling, datetime], None] = courses.plan
    passed_on: bool = True  # by the chief of the town, where it was raised to one


def patrols_and_issues(world: World) -> str:
    agenda = Agenda(world.now)
    for walk in itertools.chain(_walks(world), _of_village_chief(world)):
        # It is handed in when it is over: one that would still be under way now is not there yet.
        agenda.put(walk.times[1], _hand_in(world, agenda, walk))
    for walk in _raised_in_the_cast(own := raising.own_dice(world)):
        agenda.put(walk.times[1], _hand_in(own, agenda, walk))
    courses.plan_outside_reports(world, agenda)
    waiting.plan(world, agenda)
    looking.plan(world, agenda)
    superior.plan(world, agenda)
    longterm.plan(world, agenda)
    own = leads.own_dice(world)
    leads.plan(own, agenda)
    spots.plan(own, agenda)
    inspecting.plan(world, agenda)
    for days in range(REMINDED_DAYS):
        agenda.put(datetime.combine(world.today - ONE_DAY * days, TOLD_AT, SHANGHAI), reminders.remind)
    agenda.run()
    _read_old_messages(world)
    return f"{Patrol.objects.count()} 次巡河、{Issue.objects.count()} 个问题、{Lead.objects.count()} 条线索"


def _read_old_messages(world: World) -> None:
    """People have read their messages, but for the last two days', and the last week's about deadlines."""
    old = Q(created_at__lt=world.now - timedelta(days=7)) | ~Q(kind="issue.remind")
    Message.objects.filter(old, created_at__lt=world.now - timedelta(days=2)).update(read_at=F("created_at"))


def _walks(world: World) -> Iterator[Walk]:
    posts = {post.pk: post for post in _chiefs(world)}
    for post_id, reaches in world.chiefs_reaches.items():
        yield from _by_chief(world, posts[post_id], reaches)
    for town in world.towns:
        reaches = [one for one in world.reaches if town.contains(one.region_id)]
        yield from _by_patroller(world, world.patrollers[town.code], reaches)


def _chiefs(world: World) -> list[Post]:
    towns = itertools.chain.from_iterable(world.town_chiefs.values())
    return [*world.posts.values(), *world.village_chiefs.values(), *towns]


def _by_chief(world: World, post: Post, reaches: list[Reach]) -> Iterator[Walk]:
    town = world.town_of(post.region_id)
    diligence = world.diligence[town.code][0] if town else 0.98
    lazy = post not in world.posts.values() and world.dice.random() < (1 - diligence) / 6
    for period in periods_between(UNIT_OF_TIER[post.tier], world.first, world.today + timedelta(days=92)):
        walked = world.dice.random() < diligence and not lazy
        walk = _walk(world, post, reaches, period)
        if walked and world.first <= walk.times[0].date() and not _still_owes(world, post, period):
            yield walk


def _still_owes(world: World, post: Post, period: Period) -> bool:
    """The village chief has not walked this week, so that his phone has something to do."""
    return post == world.posts["zhangcun"] and world.today in period


def _by_patroller(world: World, post: Post, reaches: list[Reach]) -> Iterator[Walk]:
    for week in periods_between("week", world.first, world.today + timedelta(days=7)):
        walk = _walk(world, post, reaches, week)
        if world.dice.random() < 0.93 and world.first <= walk.times[0].date():
            yield walk


def _walk(world: World, post: Post, reaches: list[Reach], period: Period) -> Walk:
    dice = world.dice
    walk = Walk(post, dice.choice(reaches), world.hours.walk(period, post.tier))
    if dice.random() < (FINDS[post.tier] if post.role == Role.CHIEF else FINDS_OF_PATROLLER):
        walk.sight = problems.meet(dice)
        walk.settled = bool(walk.sight.problem.settled) and dice.random() < SETTLED
    return walk


def _of_village_chief(world: World) -> Iterator[Walk]:
    """Two findings of the village chief in the cast: one that was seen to long ago, one that the town is at work on."""
    post, hours = world.posts["zhangcun"], world.hours
    reach = world.chiefs_reaches[post.pk][0]
    for ago, then in ((32, courses.plan), (waiting.OWN_FINDING, waiting.go_on)):
        day = hours.workdays_ago(world.today, ago)
        sight = problems.meet(world.dice, "乱堆", instant=False)
        yield Walk(post, reach, hours.walk_on(day, post.tier), sight, then=then)


def _raised_in_the_cast(own: World) -> Iterator[Walk]:
    """Two findings of another village that go up to the town's chief in the cast: one that he has settled, one that waits."""
    post, reach = raising.villager(own)
    for ago, about, then in (
        (raising.SETTLED_AGO, "漂浮物", raising.settle), (raising.WAITS_AGO, "乱占", raising.wait),
    ):  # fmt: skip
        day = own.hours.workdays_ago(own.today, ago)
        sight = problems.meet(own.dice, about)
        yield Walk(post, reach, own.hours.walk_on(day, post.tier), sight, then=then, passed_on=False)


def _hand_in(world: World, agenda: Agenda, walk: Walk) -> Act:
    def act(at: datetime) -> None:
        dice = world.dice
        kinds, weights = KINDS[walk.post.tier] if walk.post.role == Role.CHIEF else KINDS[Tier.VILLAGE]
        placed = dice.random() < 0.94  # now and then a phone finds no position
        submitted = submit_patrol(
            by=walk.post,
            client_id=uuid.UUID(int=dice.getrandbits(128), version=4),
            reach=walk.reach,
            started_at=walk.times[0],
            ended_at=at,
            findings=[_found(world, walk)] if walk.sight else [],
            kind=dice.choices(kinds, weights)[0],
            note="" if walk.sight else dice.choice(problems.NOTES),
            start=world.near(walk.reach) if placed else None,
            end=world.near(walk.reach) if placed else None,
            at=at,
        )
        for issue in _raised(submitted.patrol, walk):
            if walk.passed_on:
                raising.pass_on(world, agenda, issue, at)
            walk.then(agenda, Handling(world, walk.sight, walk.reach, issue), at)

    return act


def _raised(patrol: Patrol, walk: Walk) -> list[Issue]:
    if walk.sight is None or walk.settled:
        return []
    return list(Issue.objects.filter(finding__patrol=patrol).select_related("reach", "river", "region"))


def _found(world: World, walk: Walk) -> FindingIn:
    lat, lng, error = world.near(walk.reach)
    problem = walk.sight.problem
    return FindingIn(
        item=world.items[problem.item],
        state=FindingState.SETTLED if walk.settled else FindingState.OPEN,
        text=walk.sight.seen,
        measure=walk.sight.write(*problem.settled) if walk.settled else "",
        lat=lat,
        lng=lng,
        accuracy_m=error,
        photos=world.pick_photos("found"),
    )
