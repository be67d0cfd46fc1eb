"""回头看 in the demonstration: last quarter's sample, most of it looked at, and one that has come back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hezhang.core.kernel.periods import period_of
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.hours import Hours
from hezhang.portal.demo.world import World, dice_for
from issues.ledger import services
from issues.ledger.models import Issue
from issues.lookback.services import draw_sample

DRAWN_AFTER = timedelta(days=4)
BACK = "原处又见零散垃圾，约半方。"
HELD = ["现场干净，未见反弹。", "已复绿，成效保持。", "警示牌完好，未见新的堆放。", ""]


def plan(world: World, agenda: Agenda) -> None:
    """In the first days of the quarter the office draws from the last one, and two of three are looked at in the weeks after."""
    hours = Hours(world.hours.calendar, dice_for("looking back"))
    start = period_of("quarter", world.today).start
    agenda.put(hours.office(hours.workday(start + DRAWN_AFTER)), _draw(world, agenda, hours, start - timedelta(days=1)))


def _draw(world: World, agenda: Agenda, hours: Hours, day: date) -> Act:
    def act(at: datetime) -> None:
        made = draw_sample(by=world.posts["hezhangban"], quarter=period_of("quarter", day), seed="20260930", at=at)
        for number, drawn in enumerate(made.issues.select_related("issue").order_by("pk")):
            if number % 3 != 2:
                agenda.put(hours.later(at, 20, 500), _look(world, hours, drawn.issue, number == 1))

    return act


def _look(world: World, hours: Hours, issue: Issue, is_back: bool) -> Act:
    def act(at: datetime) -> None:
        town = world.town_of(issue.region_id)
        by = world.patrollers[town.code] if town else world.posts["hezhangban"]
        photos = [hours.dice.choice(world.photos["found" if is_back else "on_site"])]
        if is_back:
            services.rebound(issue, by, words=BACK, photos=photos, at=at)
        else:
            services.hold(issue, by, words=hours.dice.choice(HELD), photos=photos, at=at)

    return act
