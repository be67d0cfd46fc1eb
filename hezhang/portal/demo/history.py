"""What happened: patrols and issues in the order of time, each through its service."""

from __future__ import annotations

import heapq
import itertools
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import periods_between
from hezhang.core.notify.models import Message
from hezhang.portal.demo import cases, waiting
from hezhang.portal.demo.places import PLACES, PROBLEMS, SETTLED
from hezhang.portal.demo.world import World
from issues.models import Issue
from patrols.models import CheckItem, Patrol
from patrols.services import FindingIn, submit_patrol
from rivers.models import Reach

UNIT_OF_TIER = {Tier.CITY: "quarter", Tier.COUNTY: "month", Tier.TOWN: "ten_days", Tier.VILLAGE: "week"}
FINDS = {Tier.CITY: 0.5, Tier.COUNTY: 0.35, Tier.TOWN: 0.14, Tier.VILLAGE: 0.05}
NOTES = ["水面清洁，岸线无新增问题。", "水质感官良好，公示牌完好。", "沿线巡查未见异常。", "保洁到位，水位正常。", ""]


class Agenda:
    """Events in the order of time; one may put later ones on. What lies in the future stays undone."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.heap: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.order = itertools.count()

    def put(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self.heap, (at, next(self.order), act))

    def run(self) -> None:
        while self.heap:
            at, _, act = heapq.heappop(self.heap)
            if at <= self.now:
                act(at)


def patrols_and_issues(world: World) -> str:
    agenda = Agenda(world.now)
    items = {item.name: item for item in CheckItem.objects.all()}
    for post_id, reaches in world.chiefs_reaches.items():
        _plan_chief(world, agenda, items, post_id, reaches)
    cases.plan_outside_reports(world, agenda)
    waiting.plan(world, agenda)
    agenda.run()
    _read_old_messages(world)
    return f"{Patrol.objects.count()} 次巡河、{Issue.objects.count()} 个问题"


def _read_old_messages(world: World) -> None:
    """People have read their messages, but for the last two days'."""
    Message.objects.filter(created_at__lt=world.now - timedelta(days=2)).update(read_at=F("created_at"))


def _plan_chief(world: World, agenda: Agenda, items: dict, post_id: int, reaches: list[Reach]) -> None:
    post = next(post for post in _chiefs(world) if post.pk == post_id)
    town = next((town for town in world.towns if town.contains(post.region_id)), None)
    diligence = world.diligence[town.code][0] if town else 0.98
    lazy = world.dice.random() < (1 - diligence) / 6
    for period in periods_between(UNIT_OF_TIER[post.tier], world.first, world.today + timedelta(days=92)):
        still_owes = post == world.posts["zhangcun"] and world.today in period  # so that his phone has something to do
        if still_owes or world.dice.random() > (0 if lazy else diligence):
            continue
        day = period.start + timedelta(days=world.dice.randrange((period.end - period.start).days + 1))
        if world.first <= day <= world.today:
            at = world.moment(day)
            agenda.put(at, _walk(world, agenda, items, post, world.dice.choice(reaches)))


def _chiefs(world: World) -> list:
    towns = itertools.chain.from_iterable(world.town_chiefs.values())
    return [*world.posts.values(), *world.village_chiefs.values(), *towns]


def _walk(world: World, agenda: Agenda, items: dict, post, reach: Reach) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        ended = min(at + timedelta(minutes=world.dice.randrange(14, 75)), world.now)
        found = _found(world, items, post) if world.dice.random() < FINDS[post.tier] else []
        submitted = submit_patrol(
            post,
            client_id=uuid.UUID(int=world.dice.getrandbits(128), version=4),
            reach=reach,
            started_at=at,
            ended_at=ended,
            findings=found,
            note="" if found else world.dice.choice(NOTES),
            at=ended,
        )
        if not any(one.state == "open" for one in found):
            return
        for issue in Issue.objects.filter(finding__patrol=submitted.patrol).select_related("reach", "river", "region"):
            cases.plan(world, agenda, issue, ended)

    return act


def _found(world: World, items: dict, post) -> list[FindingIn]:
    name, text, _, _, _ = world.dice.choice(PROBLEMS)
    settled = world.dice.random() < 0.45
    return [
        FindingIn(
            item=items[name],
            state="settled" if settled else "open",
            text=f"{world.dice.choice(PLACES)}，{text}",
            measure=world.dice.choice(SETTLED) if settled else "",
            lat=27.93 + world.dice.uniform(-0.08, 0.08),
            lng=120.79 + world.dice.uniform(-0.09, 0.09),
            accuracy_m=float(world.dice.randrange(5, 40)),
            photos=world.pick_photos("found"),
        )
    ]
