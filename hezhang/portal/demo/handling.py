"""One issue of the demonstration and the steps that can be made with it, each through its service."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from hezhang.core.kernel.choices import Tier
from hezhang.portal.demo import problems
from hezhang.portal.demo.agenda import Act
from hezhang.portal.demo.problems import Sight
from hezhang.portal.demo.world import World
from issues.ledger import services
from issues.ledger.choices import ChiefView
from issues.ledger.models import Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Department, Post
    from rivers.registry.models import Reach


class Handling:
    """What was met with on a reach, who works on it, and the issue once there is one."""

    def __init__(self, world: World, sight: Sight, reach: Reach, issue: Issue | None = None) -> None:
        self.world, self.sight, self.reach = world, sight, reach
        self.issue = issue or Issue()
        self.unit: Department | None = None
        self.due_on: date | None = None  # None: by the office's rule
        self.verifier: Post | None = None
        self.track = ""  # where it is not the problem's own
        self.listed: dict[str, str] = {}  # the level above that has listed it, and its number there
        self.clerk = world.posts["hezhangban"]

    @property
    def handler(self) -> Post:
        return self.world.handlers[self.issue.unit_id]

    def step(self, verb: str) -> Act:
        """The step of that name; looked up when its time comes."""
        return lambda at: getattr(self, verb)(at)

    def say(self, words: list[str]) -> str:
        return self.world.dice.choice(words)

    def report(self, at: datetime) -> None:
        problem = self.sight.problem
        self.issue = services.report(
            by=self.clerk,
            text=self.sight.told,
            river=self.reach.river,
            region=self.reach.region,
            reach=self.reach,
            place=self._stake(),
            category=self.world.categories[problem.category],
            severity=problem.severity,
            source=problems.source_of(self.world.dice, problem),
            found_at=self.world.hours.seen_before(at),
            photos=self.world.pick_photos("found"),
            at=at,
        )

    def _stake(self) -> str:
        """桩号: bank and chainage, as the office notes a place on the reach."""
        metres = self.world.dice.randrange(20, max(40, int(1000 * float(self.reach.length_km or 1))), 10)
        return f"{self.sight.slots['bank']} K{metres // 1000}+{metres % 1000:03d}"

    def reject(self, at: datetime) -> None:
        services.reject(self.issue, self.clerk, words=self.say(problems.REJECTED), at=at)

    def register(self, at: datetime) -> None:
        problem = self.sight.problem
        category = self.world.categories[problem.category]
        services.register(
            self.issue,
            self.clerk,
            category=category,
            severity=problem.severity,
            track=self.track or problem.track,
            at=at,
            **self.listed,
        )

    def dispatch(self, at: datetime) -> None:
        words = self.say(problems.REQUIREMENTS)
        services.dispatch(self.issue, self.clerk, unit=self.unit, requirement=words, due_on=self.due_on, at=at)

    def give_back(self, at: datetime) -> None:
        services.return_(self.issue, self.handler, words=self.say(problems.NOT_OURS), at=at)

    def sign_for(self, at: datetime) -> None:
        services.sign_for(self.issue, self.handler, at=at)

    def start(self, at: datetime) -> None:
        self._progress(problems.STARTED, self.world.dice.choice([10, 20, 30]), at)

    def go_on(self, at: datetime) -> None:
        self._progress(problems.HALFWAY, self.world.dice.choice([50, 60, 70]), at)

    def delay(self, at: datetime) -> None:
        self._progress(problems.DELAYED, max(30, self.issue.progress), at)

    def _progress(self, words: list[str], percent: int, at: datetime) -> None:
        services.rectify(self.issue, self.handler, words=self.say(words), progress=percent, at=at)

    def apply(self, at: datetime) -> None:
        photos = self.world.pick_photos("after", 2)
        services.apply(self.issue, self.handler, measures=self.sight.measures, photos=photos, at=at)

    def verify(self, at: datetime) -> None:
        photos = self.world.pick_photos("on_site")
        if self.issue.chief_asked_until and self.issue.chief:
            services.endorse(
                self.issue, self.issue.chief, view=ChiefView.AGREES, words="已到现场看过，同意销号。", at=at
            )
        if self.issue.two_checkers:
            other = self.clerk if self.goes_to_see != self.clerk else self.issue.chief
            services.check_first(self.issue, other, first_opinion="已整改到位。", photos=photos, at=at)
        services.verify(self.issue, self.goes_to_see, opinion=self.say(problems.OPINIONS), photos=photos, at=at)

    def send_back(self, at: datetime) -> None:
        services.send_back(self.issue, self.goes_to_see, words=self.say(problems.SENT_BACK), at=at)

    def close(self, at: datetime) -> None:
        services.close(self.issue, self.world.posts["zhuren"], at=at)

    @property
    def goes_to_see(self) -> Post:
        """The town's patroller or the reach's chief; on reaches of the county and the city the office itself."""
        town = self.world.town_of(self.reach.region_id)
        if self.verifier is None:
            near = [self.clerk]
            if town is not None:
                near += [self.world.patrollers[town.code]] * 2
            if self.issue.chief and self.reach.tier in (Tier.TOWN, Tier.VILLAGE):
                near.append(self.issue.chief)
            self.verifier = self.world.dice.choice(near)
        return self.verifier
