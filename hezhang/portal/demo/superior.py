"""Problems that the province or the ministry has listed: some wait for its 销号清单, one was closed by it, one came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.waiting import CLUTTER, STEPS, Plot, handling_of, put, steps_until
from hezhang.portal.demo.world import World, dice_for
from issues.ledger import services
from issues.ledger.choices import ListLevel

WHY_NOT = "现场照片与整改前不是同一角度，岸坡坡脚仍有零散残留，请补充整改后再报。"


@dataclass(frozen=True)
class Listed:
    """``ago``: working days since it was verified; ``said``: since the list came, if it has."""

    plot: Plot
    ago: int
    level: str
    number: str  # of the superior; the year goes into it
    said: int = 0
    closed: bool = False


LISTED = [
    Listed(Plot("verify", 0, CLUTTER), 5, ListLevel.PROVINCE, "省暗访{}-023"),
    Listed(Plot("verify", 3, ("乱建",), "enforcement"), 12, ListLevel.PROVINCE, "省暗访{}-017"),
    Listed(Plot("verify", 5, ("乱占",)), 21, ListLevel.NATION, "部图斑{}-0481"),
    Listed(Plot("verify", 2, CLUTTER), 16, ListLevel.PROVINCE, "省暗访{}-009", said=6, closed=True),
    Listed(Plot("verify", 7, CLUTTER), 6, ListLevel.PROVINCE, "省暗访{}-011", said=3),
]


def plan(world: World, agenda: Agenda) -> None:
    """With dice of its own, so that everybody else's throws stay as they are."""
    own = replace(world, dice=dice_for("listed above"))
    steps = STEPS[: STEPS.index("verify") + 1]
    for one in LISTED:
        handling = handling_of(own, one.plot)
        handling.listed = {"list_level": one.level, "outside_number": one.number.format(world.today.year)}
        put(own, agenda, handling, steps_until(own.hours, world.today, steps, one.ago))
        if one.said:
            day = own.hours.workdays_ago(world.today, one.said)
            agenda.put(own.hours.office(day), _take_over(handling, closed=one.closed))


def _take_over(handling: Handling, *, closed: bool) -> Act:
    """What the list says of it, as the import desk would carry it out."""

    def act(at: datetime) -> None:
        issue, by = handling.issue, handling.clerk
        if closed:
            number = f"省河长办〔{at.year}〕38号"
            services.close_by_list(issue, by, number=number, day=at.date(), words="复核通过。", at=at)
        else:
            services.send_back_by_list(issue, by, words=WHY_NOT, at=at)

    return act
