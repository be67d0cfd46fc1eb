"""Issues that wait at each desk, whatever the day on which the demonstration is built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hezhang.core.kernel.choices import Tier
from hezhang.portal.demo.places import PLACES, PROBLEMS
from hezhang.portal.demo.world import World
from issues import services
from issues.models import Category, Issue

if TYPE_CHECKING:
    from hezhang.portal.demo.history import Agenda
    from rivers.models import Reach

STEPS = ["report", "register", "dispatch", "sign_for", "apply", "verify"]
# The last step made, and how many stop there: 待登记, 待交办, 待签收, 整改中, 待核查, 待销号.
STOPS = {"report": 3, "register": 2, "dispatch": 1, "sign_for": 2, "apply": 2, "verify": 2}


class Waiting:
    """One issue on the town chief's own reach, handled by the town, that stops after a certain step."""

    def __init__(self, world: World, reach: Reach) -> None:
        self.world, self.reach = world, reach
        self.clerk, self.handler = world.posts["hezhangban"], world.posts["zhenban"]
        self.problem = world.dice.choice([problem for problem in PROBLEMS if problem[2] in ("漂浮物", "乱堆")])
        self.issue = Issue()

    def report(self, at: datetime) -> None:
        self.issue = services.report(
            self.clerk, text=self.problem[1], river=self.reach.river, region=self.reach.region, reach=self.reach,
            place=self.world.dice.choice(PLACES), source=self.world.dice.choice(["hotline", "covert", "drone"]),
            found_at=at - timedelta(hours=2), photos=self.world.pick_photos("found"), at=at,
        )  # fmt: skip

    def register(self, at: datetime) -> None:
        category = Category.objects.get(name=self.problem[2])
        services.register(self.issue, self.clerk, category=category, severity="minor", track="term", at=at)

    def dispatch(self, at: datetime) -> None:
        words = "请按整改标准完成整改，上传整改后同角度照片。"
        services.dispatch(self.issue, self.clerk, unit=self.world.units["town"], requirement=words, at=at)

    def sign_for(self, at: datetime) -> None:
        services.sign_for(self.issue, self.handler, at=at)

    def apply(self, at: datetime) -> None:
        photos = self.world.pick_photos("after", 2)
        services.apply_for_closing(self.issue, self.handler, measures=self.problem[4], photos=photos, at=at)

    def verify(self, at: datetime) -> None:
        opinion, photos = "现场核查，整改到位，同意销号。", self.world.pick_photos("on_site")
        services.verify(self.issue, self.world.posts["xunhe"], opinion=opinion, photos=photos, at=at)


def plan(world: World, agenda: Agenda) -> None:
    """One step a day, the last one yesterday: so nothing lies in the future and little is late."""
    reaches = [one for one in world.chiefs_reaches[world.posts["zhangzhen"].pk] if one.tier == Tier.TOWN]
    for stop, count in STOPS.items():
        steps = STEPS[: STEPS.index(stop) + 1]
        for _ in range(count):
            case = Waiting(world, world.dice.choice(reaches))
            for days, step in enumerate(reversed(steps), start=1):
                act: Callable[[datetime], None] = getattr(case, step)
                agenda.put(world.clock(world.today - timedelta(days=days), 9, 17), act)
