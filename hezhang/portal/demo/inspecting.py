"""督查 in the demonstration: a covert one of last month, finished, and a 双随机 that is under way with reaches still to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import quarter_of
from hezhang.portal.demo import courses, problems
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.problems import Sight
from hezhang.portal.demo.world import World, dice_for
from issues.campaigns import services
from issues.campaigns.choices import How, Kind, Manner, Result
from issues.campaigns.models import Answer, Campaign, CampaignItem, CheckLine, Visit
from issues.campaigns.services import Plan, Told
from issues.leads import services as leads
from issues.leads.choices import LeadState

BEGUN = {"finished": timedelta(days=48), "running": timedelta(days=6)}
LASTING = timedelta(days=11)
AFTERNOON = ((time(15, 0), time(17, 0)),)
WRONG = 0.09  # of the items
NOTES = ["", "", "保洁员正在作业。", "水位略高，水色正常。", "沿岸已巡一遍，未见异常。"]
FOUND = ["现场确有，已拍照。", "属实，与检查照片一致。"]
NONE = "复查时已清理，属临时堆放。"
CONCLUSION = "总体情况较好，个别河段岸坡保洁不及时，公示牌信息更新不到位。"


def plan(world: World, agenda: Agenda) -> None:
    """Two campaigns; what happens in them throws dice of its own, so that patrols and scores stay as they are."""
    own = replace(world, dice=dice_for("inspecting"))
    for name, begun in BEGUN.items():
        day = own.hours.workday(own.today - begun)
        agenda.put(own.hours.office(day), _begin(own, agenda, name, day))


def _begin(world: World, agenda: Agenda, name: str, day: date) -> Act:
    def act(at: datetime) -> None:
        clerk = world.posts["hezhangban"]
        campaign = services.plan_campaign(by=clerk, plan=_plan(world, name, day), at=at)
        services.draw_campaign(campaign, clerk, seed=f"{day:%Y%m%d}", at=at + timedelta(minutes=6))
        services.start_campaign(campaign, clerk, at=at + timedelta(minutes=21))
        visits = list(campaign.visits.order_by("pk"))
        # Of the one that is under way each team has still the greater part before it.
        seen = visits if name == "finished" else [one for one in visits if world.dice.random() < 0.3]
        for visit in seen:
            agenda.put(world.hours.later(at, 20, 24 * 4.5 if name == "running" else 24 * 9), _visit(world, visit))
        if name == "finished":
            over = world.hours.workday(day + LASTING + timedelta(days=1))
            agenda.put(world.hours.within(over, AFTERNOON), _finish(world, agenda, campaign))

    return act


def _plan(world: World, name: str, day: date) -> Plan:
    covert = name == "finished"
    lines = CheckLine.objects.in_force(world.places["county"].code).select_related("category").order_by("order", "pk")
    return Plan(
        name=f"{quarter_of(day)}河湖督查（暗访）" if covert else f"{day.year}年{day.month}月河湖管护双随机抽查",
        kind=Kind.INSPECTION if covert else Kind.RANDOM,
        manner=Manner.COVERT if covert else Manner.OPEN,
        starts_on=day,
        ends_on=day + LASTING,
        tiers=[Tier.VILLAGE, Tier.TOWN] if covert else [Tier.VILLAGE],
        how=How.EACH,
        amount=1 if covert else 2,
        items=[(one.text, one.category) for one in lines],
        pool=_pool(world),
        spared_days=90,
    )


def _pool(world: World) -> list[Post]:
    """The bureaus, and of two towns those whom a visitor can enter as; nobody of them is sent to his own town."""
    keys = ("shuiliju", "xunhe", "zhenban", "zhangzhen")
    bureaus = [world.handlers[world.units[key].pk] for key in ("ecology", "housing", "farming")]
    return [*(world.posts[key] for key in keys), *bureaus, world.patrollers[world.towns[3].code]]


def _visit(world: World, visit: Visit) -> Act:
    def act(at: datetime) -> None:
        team = [one.post for one in visit.campaign.inspectors.filter(team=visit.team).order_by("pk")]
        answers = {item.pk: _judge(world, item) for item in visit.campaign.items.all()}
        is_wrong = any(one.result == Result.FAIL for one in answers.values())
        photos = world.pick_photos("found" if is_wrong else "on_site")
        lat, lng, error = world.near(visit.reach)
        services.submit_visit(
            visit, world.dice.choice(team), answers=answers, note=world.dice.choice(NOTES), photos=photos,
            lat=lat, lng=lng, accuracy_m=error, at=at,
        )  # fmt: skip

    return act


def _judge(world: World, item: CampaignItem) -> Told:
    """What is wrong now and then, in the words in which officers write it down."""
    known = {one.category for one in problems.PROBLEMS}
    if item.category and item.category.name in known and world.dice.random() < WRONG:
        return Told(Result.FAIL, problems.meet(world.dice, item.category.name).told)
    return Told(Result.PASS if item.category or world.dice.random() < 0.5 else Result.NONE)


def _finish(world: World, agenda: Agenda, campaign: Campaign) -> Act:
    def act(at: datetime) -> None:
        services.finish_campaign(campaign, world.posts["hezhangban"], conclusion=CONCLUSION, at=at)
        rows = Answer.objects.filter(visit__campaign=campaign).failed().with_names().order_by("pk")
        for number, answer in enumerate(rows):
            agenda.put(world.hours.later(at, 16, 90), _check(world, agenda, answer, number))

    return act


def _check(world: World, agenda: Agenda, answer: Answer, number: int) -> Act:
    """Somebody of the town goes and looks: nearly always it is so, and takes its course as any other problem."""

    def act(at: datetime) -> None:
        lead, town = answer.lead, world.town_of(answer.visit.reach.region_id)
        if lead is None or town is None or lead.state != LeadState.WAITING:
            return
        by, photos = world.patrollers[town.code], world.pick_photos("found")
        if number % 7 == 3:
            leads.dismiss_lead(lead, by, finding=NONE, photos=world.pick_photos("on_site"), at=at)
            return
        leads.confirm_lead(lead, by, finding=world.dice.choice(FOUND), photos=photos, at=at)
        sight = _sight(world, answer)
        courses.plan(agenda, Handling(world, sight, answer.visit.reach, lead.issue), at)

    return act


def _sight(world: World, answer: Answer) -> Sight:
    return problems.meet(world.dice, answer.item.category.name if answer.item.category else "漂浮物")
