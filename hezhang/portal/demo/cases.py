"""The life of an issue in the demonstration: from report to sign-off, mostly in time, now and then not."""

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

SOURCES = ["hotline", "covert", "drone", "public", "superior", "satellite"]
BUREAU_OF = {
    "污水直排": ["ecology", "housing"],
    "水体异常": ["ecology", "housing"],
    "乱建": ["enforcement", "land"],
    "乱采": ["water"],
    "护岸损毁": ["water"],
    "非法捕捞": ["farming"],
}


def plan_outside_reports(world: World, agenda: Agenda) -> None:
    """Issues that nobody's patrol found: hotline, covert inspection, drones, satellite, citizens."""
    days = (world.today - world.first).days
    reaches = [reach for reach in world.reaches if reach.tier == Tier.VILLAGE]
    for _ in range(70):
        at = world.moment(world.first + timedelta(days=world.dice.randrange(days + 1)))
        agenda.put(at, _report(world, agenda, world.dice.choice(reaches)))


def _report(world: World, agenda: Agenda, reach) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        _, text, category, severity, _ = world.dice.choice(PROBLEMS)
        issue = services.report(
            world.posts["hezhangban"],
            text=text,
            river=reach.river,
            region=reach.region,
            reach=reach,
            place=world.dice.choice(PLACES),
            category=Category.objects.get(name=category),
            severity=severity,
            source=world.dice.choice(SOURCES),
            found_at=at - timedelta(hours=world.dice.randrange(1, 20)),
            photos=world.pick_photos("found"),
            at=at,
        )
        plan(world, agenda, issue, at)

    return act


def plan(world: World, agenda: Agenda, issue: Issue, at: datetime) -> None:
    """Put the issue's next step on the agenda; each step puts the next."""
    agenda.put(_later(world, at, 3, 30), _register(world, agenda, issue))


def _later(world: World, at: datetime, low: float, high: float) -> datetime:
    """Some hours later, in office hours."""
    then = at + timedelta(hours=world.dice.uniform(low, high))
    return max(then, world.clock(then.date(), 8, 17)) if then.date() > at.date() else then


def _problem(issue: Issue) -> tuple[str, str, str, str, str]:
    return next(problem for problem in PROBLEMS if problem[1] in issue.text)


def _register(world: World, agenda: Agenda, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        if world.dice.random() < 0.04:
            services.reject(issue, world.posts["hezhangban"], words="现场复核未发现所述情况，附照片。", at=at)
            return
        _, _, name, severity, _ = _problem(issue)
        track = "instant" if name in ("漂浮物", "公示牌") else "term"
        category = Category.objects.get(name=name)
        clerk = world.posts["hezhangban"]
        services.register(issue, clerk, category=category, severity=severity, track=track, at=at)
        agenda.put(_later(world, at, 1, 20), _dispatch(world, agenda, issue))

    return act


def _dispatch(world: World, agenda: Agenda, issue: Issue, again: bool = False) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        unit = _unit_for(world, issue, again)
        words = "请按整改标准完成整改，上传整改后同角度照片。"
        services.dispatch(issue, world.posts["hezhangban"], unit=unit, requirement=words, at=at)
        if not again and world.dice.random() < 0.04:
            agenda.put(at + timedelta(hours=5), _give_back(world, agenda, issue))
        else:
            agenda.put(_later(world, at, 1, 22), _sign_for(world, agenda, issue))

    return act


def _town_of(world: World, issue: Issue):
    """The town an issue lies in; None for one on a county or city reach."""
    return next((town for town in world.towns if town.contains(issue.region_id)), None)


def _unit_for(world: World, issue: Issue, again: bool):
    """A bureau for what is a bureau's business, else the town's government."""
    town, bureaus = _town_of(world, issue), BUREAU_OF.get(issue.category.name, ["water"])
    by_bureau = issue.category.name in BUREAU_OF and not again and world.dice.random() < 0.45
    if town is None or by_bureau:
        return world.units[world.dice.choice(bureaus)]
    return world.units["town" if town == world.places["town"] else town.code]


def _give_back(world: World, agenda: Agenda, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        handler = world.handlers[issue.unit_id]
        services.return_to_office(issue, handler, words="该点位不属本单位职责范围，建议交属地乡镇办理。", at=at)
        agenda.put(_later(world, at, 2, 20), _dispatch(world, agenda, issue, again=True))

    return act


def _sign_for(world: World, agenda: Agenda, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        services.sign_for(issue, world.handlers[issue.unit_id], at=at)
        town = _town_of(world, issue)
        left = max(1, (issue.due_on - at.date()).days)
        in_time = world.dice.random() < (world.diligence[town.code][1] if town else 0.9)
        days = left * world.dice.uniform(0.25, 0.9) if in_time else left + world.dice.randrange(1, 18)
        done = world.clock(at.date() + timedelta(days=max(1, int(days))), 8, 17)
        agenda.put(at + (done - at) / 2, _progress(world, issue))
        agenda.put(done, _apply(world, agenda, issue))

    return act


def _progress(world: World, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        words = world.dice.choice(["已组织人员进场。", "已完成一半，正在清运。", "已约谈当事人，正在整改。"])
        services.rectify(
            issue, world.handlers[issue.unit_id], words=words, progress=world.dice.choice([30, 50, 60]), at=at
        )

    return act


def _apply(world: World, agenda: Agenda, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        photos = world.pick_photos("after", 2)
        services.apply_for_closing(
            issue, world.handlers[issue.unit_id], measures=_problem(issue)[4], photos=photos, at=at
        )
        agenda.put(_later(world, at, 20, 60), _verify(world, agenda, issue))

    return act


def _verify(world: World, agenda: Agenda, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        clerk = world.posts["hezhangban"]
        if world.dice.random() < 0.08:
            services.send_back(issue, clerk, words="边角仍有残留，请清理彻底后重新申请。", at=at)
            agenda.put(_later(world, at, 30, 70), _apply(world, agenda, issue))
            return
        opinion = "现场核查，整改到位，与照片一致，同意销号。"
        services.verify(issue, clerk, opinion=opinion, photos=world.pick_photos("on_site"), at=at)
        agenda.put(_later(world, at, 4, 40), _close(world, issue))

    return act


def _close(world: World, issue: Issue) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        services.close(issue, world.posts["zhuren"], at=at)

    return act
