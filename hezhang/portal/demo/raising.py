"""上报 in the demonstration: what villages raise, the town's chief mostly passes on; to the one in the cast two stand out.

With dice of its own, so that the rest stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.hours import Hours
from hezhang.portal.demo.world import World, dice_for
from issues.ledger import rules, services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from rivers.registry.models import Reach

# Working days ago: one was settled, one waits until the end of the next working day.
SETTLED_AGO, WAITS_AGO = 6, 1
PASSED_ON = [
    "须由区级单位办理，请河长办登记交办。",
    "镇里没有执法权，请河长办交办主管单位。",
    "需要施工经费，请河长办统筹。",
]


def own_dice(world: World) -> World:
    return replace(world, dice=dice_for("raising"))


def villager(world: World) -> tuple[Post, Reach]:
    """A village's chief other than the one in the cast, and a reach of his within the one of the town's chief in the cast."""
    around = {reach.pk for reach in world.chiefs_reaches[world.posts["zhangzhen"].pk]}
    below = [one for one in world.reaches if one.tier == Tier.VILLAGE and one.parent_id in around]
    chiefs = [(world.village_chiefs[one.region_id], one) for one in below]
    return next((post, one) for post, one in chiefs if post != world.posts["zhangcun"])


def pass_on(world: World, agenda: Agenda, issue: Issue, at: datetime) -> None:
    """Within the hour, or soon after the offices open: mostly before the county's has come to it."""
    hours = Hours(world.hours.calendar, dice_for(f"raising {issue.number}"))

    def act(then: datetime) -> None:
        asked = rules.asked(issue, timezone.localdate(then))
        if issue.state == State.RAISED and asked:
            services.pass_on(issue, asked[0], words=PASSED_ON[issue.pk % len(PASSED_ON)], at=then)

    if issue.state == State.RAISED:
        agenda.put(hours.later(at, 0.2, 0.9), act)


def settle(agenda: Agenda, handling: Handling, at: datetime) -> None:
    """Seen to the same day by the town's own people."""
    agenda.put(handling.world.hours.later(at, 2, 4), _settle(handling))


def _settle(handling: Handling) -> Act:
    def act(at: datetime) -> None:
        photos = handling.world.pick_photos("after")
        [chief, *_] = rules.asked(handling.issue, timezone.localdate(at))
        services.settle(handling.issue, chief, measures=handling.sight.measures, photos=photos, at=at)

    return act


def wait(agenda: Agenda, handling: Handling, at: datetime) -> None:
    """Nobody has answered yet."""
