"""Chiefs who changed lately: three handover sheets (open, signed by both, done), one chief whom another stands in for, one
who asked somebody to walk, and a yellow warning on a river."""

from __future__ import annotations

from datetime import date, timedelta

from hezhang.core.accounts.models import Post
from hezhang.portal.demo.world import World
from patrols.delegations.services import delegate
from patrols.norms.choices import NormUnit, Tier, WarningLevel
from patrols.norms.models import Norm
from patrols.warnings.services import issue_warning
from rivers.acting.services import begin_acting
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, leave, take_over, witness

# The towns whose first village chief has left, by their number, and how many days ago: what has been signed since.
LEFT = [(1, 3, 0), (2, 12, 2), (3, 25, 3)]


def changes(world: World) -> str:
    for town, days, steps in LEFT:
        _left(world, town, world.today - timedelta(days=days), steps)
    _on_leave(world)
    _asked(world)
    _warned(world)
    return f"{Handover.objects.count()} 份交接单，1 人代理，1 人请人代巡，1 条巡河预警"


def _left(world: World, number: int, on: date, steps: int) -> None:
    """A village chief leaves, the town's deputy takes over, and so many of the three signatures are there."""
    town, clerk = world.towns[number], world.posts["hezhangban"]
    post, successor = _village_chief(world, number), world.town_chiefs[town.code][1]
    sheet = leave(post, on, by=clerk, successor=successor)
    if sheet is None:
        return
    signed = [(hand_over, sheet.outgoing), (take_over, successor), (witness, clerk)]
    for sign, by in signed[:steps]:
        sign(sheet, by=by, at=world.now - timedelta(hours=2))
        sheet.refresh_from_db()


def _village_chief(world: World, number: int) -> Post:
    """One of the town who leads few reaches: the sheet is short."""
    chiefs = [world.village_chiefs[village.code] for village in world.villages[world.towns[number].code]]
    led = [post for post in chiefs if world.chiefs_reaches.get(post.pk)]
    return min(led, key=lambda post: (len(world.chiefs_reaches[post.pk]), post.pk))


def _on_leave(world: World) -> None:
    """A town's chief is at the party school; the town's deputy stands in."""
    absent, deputy = world.town_chiefs[world.towns[4].code]
    first = world.today - timedelta(days=2)
    facts = {"reason": "党校脱产学习", "document": f"澄河长办〔{first.year}〕31号"}
    begin_acting(
        absent, by=world.posts["hezhangban"], post=deputy, starts_on=first, ends_on=first + timedelta(days=30), **facts
    )


def _asked(world: World) -> None:
    """A village chief is out for three days; the town's patroller walks meanwhile."""
    patroller = world.posts["xunhe"]
    chiefs = [world.village_chiefs[village.code] for village in world.villages[patroller.region_id]]
    busy = [post for post in chiefs if world.chiefs_reaches.get(post.pk) and post != world.posts["zhangcun"]]
    facts = {"starts_on": world.today, "ends_on": world.today + timedelta(days=2), "reason": "外出开会"}
    delegate(busy[0], post=patroller, today=world.today, **facts)


def _warned(world: World) -> None:
    """A section got worse: since Monday the village chiefs of a river walk it twice a week."""
    monday = world.today - timedelta(days=world.today.weekday())
    Norm.objects.create(
        tier=Tier.VILLAGE, unit=NormUnit.WEEK, times=2, level=WarningLevel.YELLOW, starts_on=date(2024, 1, 1),
        basis="差异化巡查试行办法",
    )  # fmt: skip
    river = world.chiefs_reaches[world.posts["zhangcun"].pk][0].river
    facts = {"kind": "water", "level": WarningLevel.YELLOW, "region": world.places["county"], "river": river}
    words = {"basis": "断面水质连续两月下降", "number": f"澄河长办〔{world.today.year}〕36号"}
    issue_warning(by=world.posts["hezhangban"], starts_on=monday, today=world.today, **facts, **words)
