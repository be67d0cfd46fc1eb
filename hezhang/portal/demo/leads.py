"""线索 in the demonstration: what hotline, drone, satellite and the level above say, and what was found on the spot.

Reckoned in working days back from today, as what waits at the desks is; with dice of its own, so that the rest stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import SHANGHAI
from hezhang.portal.demo import courses, problems
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.handling import Handling
from hezhang.portal.demo.hours import ONE_DAY
from hezhang.portal.demo.world import World, dice_for
from issues.leads import services
from issues.leads.models import Lead
from issues.ledger.choices import Source, State
from issues.ledger.models import Issue
from rivers.registry.models import Reach

REMINDED_DAYS = 12
TOLD_AT = time(8, 0)


@dataclass(frozen=True)
class Told:
    """One lead: who says it, under which number of theirs, what, about where (a town's number, or "own" for the village chief's
    own reach), so many working days ago; and what was found there: "" while nobody has been."""

    ago: int
    source: str
    number: str
    words: str
    where: int | str
    then: str = ""
    finding: str = ""
    about: str = ""  # the class of the problem that it becomes


OUTSIDE = [
    Told(46, Source.SATELLITE, "TB-{year}-0107", "疑似新增建筑物一处，约 60 平方米，紧邻河道左岸", 3, "confirm",
         "河道管理范围内新搭钢棚一处，量得约 45 平方米，无审批手续", "乱建"),
    Told(45, Source.SATELLITE, "TB-{year}-0111", "疑似水面养殖设施，面积约 400 平方米", 5, "dismiss",
         "是水文监测浮台，手续齐全，已拍照"),
    Told(38, Source.HOTLINE, "RX{year}-04518", "市民来电：河埠头边有人倒装修垃圾，碎砖冲到水里", 0, "confirm",
         "碎砖、石膏板约 4 方，倒在埠头上游侧，部分入水", "乱堆"),
    Told(31, Source.MEDIA, "", "本地论坛发帖：桥下水面一片绿，怀疑是藻类", 1, "dismiss", "是生态浮床上的水生植物，长势正常，水质感官良好"),
    Told(24, Source.COVERT, "", "暗访组反映：泵站出水口有泡沫", 6, "confirm", "泵站出水口有白色泡沫约 20 米，水色发灰，已取样", "水体异常"),
    Told(17, Source.SUPERIOR, "MD-031", "上级交办清单第 31 项：滩地疑似堆放砂石", 4, "dismiss", "砂石属水库除险加固工程临时堆料，有批复，月底前清场"),
    Told(13, Source.SATELLITE, "TB-{year}-0126", "疑似岸线占用，图斑面积约 260 平方米", 0, "confirm", "滩地围起菜园一块，量得约 120 平方米", "乱占"),
    Told(9, Source.CAMERA, "", "高位监控发现有车辆夜间在堤顶倾倒", 2, "dismiss", "是管护单位的除草作业车，堤面干净，未见倾倒物"),
    Told(7, Source.HOTLINE, "RX{year}-05102", "市民来电：桥下总有一股臭味，傍晚最重", 0, "reopen", "到场时没有闻到异味，水面正常"),
    Told(6, Source.SATELLITE, "TB-{year}-0131", "疑似河道内种植高秆作物，约 180 平方米", 0),
    Told(3, Source.DRONE, "WR-118", "无人机巡检：渔网两道横在河中，两岸有竹桩", "own", "confirm",
         "河心地笼、丝网共 3 处，竹桩还在", "非法捕捞"),
    Told(2, Source.PUBLIC, "", "群众反映：村口桥下有人倒鸡粪，苍蝇多", "own"),
    Told(1, Source.DRONE, "WR-121", "无人机巡检：岸坡有一堆白色泡沫箱，约十几只", 0),
    Told(1, Source.MWR_LINE, "12314-{year}-0893", "群众拨打 12314 举报：挖机在河滩上挖沙，已经两天", 7),
    Told(0, Source.MEDIA, "", "短视频平台有人拍到排水口流红水，定位在镇区老街", 0),
]  # fmt: skip
# Said once more of what is being handled already: so many working days ago.
AGAIN = [(11, Source.HOTLINE, "RX{year}-04996", "市民来电，问多日前反映的情况处理得怎样：{text}"),
         (5, Source.PUBLIC, "", "群众来信反映：{text}")]  # fmt: skip
SAME = "与台账中的在办问题是同一处，已在整改，不另立"
LOOK_AGAIN = "来电人再次反映，傍晚异味明显，请在傍晚再去看一次。"


def own_dice(world: World) -> World:
    """The same district, with dice of the leads' own."""
    return replace(world, dice=dice_for("leads"))


def plan(own: World, agenda: Agenda) -> None:
    """Each on its day; whoever is near looks at it within the next days."""
    for told in OUTSIDE:
        agenda.put(moment(own, told.ago), _record(own, agenda, told))
    for ago, *said in AGAIN:
        agenda.put(moment(own, ago), _say_again(own, agenda, *said))
    for days in range(REMINDED_DAYS):
        at = datetime.combine(own.today - ONE_DAY * days, TOLD_AT, SHANGHAI)
        agenda.put(at, lambda at: services.remind_leads(at=at))


def moment(world: World, ago: int) -> datetime:
    """In office hours of that working day; today, soon after the office has opened."""
    day = world.hours.workdays_ago(world.today, ago) if ago else world.today
    return world.hours.office(day) if ago else world.hours.opens(datetime.combine(day, TOLD_AT, SHANGHAI))


def _record(world: World, agenda: Agenda, told: Told) -> Act:
    def act(at: datetime) -> None:
        reach = world.dice.choice(reaches(world, told.where))
        lead = _recorded(world, told.source, told.number, told.words, reach, at)
        if told.then:
            agenda.put(world.hours.later(at, 2, 30), check(world, agenda, told, lead))

    return act


def _recorded(world: World, source: str, number: str, words: str, reach: Reach, at: datetime) -> Lead:
    lat, lng, _ = world.near(reach)
    return services.record_lead(
        by=world.posts["hezhangban"], source=source, text=words, river=reach.river, region=reach.region, reach=reach,
        place=world.dice.choice(problems.PLACES), outside_number=number.format(year=at.year),
        found_at=world.hours.seen_before(at), lat=lat, lng=lng, photos=_came(world, source), at=at,
    )  # fmt: skip


def _came(world: World, source: str) -> list:
    """Who only calls or writes sends no photo."""
    return [] if source in (Source.HOTLINE, Source.MWR_LINE, Source.SUPERIOR) else world.pick_photos("found")


def check(world: World, agenda: Agenda, told: Told, lead: Lead) -> Act:
    def act(at: datetime) -> None:
        by, photos = _walker(world, lead, told.where), world.pick_photos("found")
        if told.then == "confirm":
            services.confirm_lead(lead, by, finding=told.finding, photos=photos, at=at)
            sight = problems.meet(world.dice, told.about)
            courses.plan(agenda, Handling(world, sight, lead.reach, lead.issue), at)
            return
        services.dismiss_lead(lead, by, finding=told.finding, photos=photos, at=at)
        if told.then == "reopen":
            agenda.put(world.hours.later(at, 24, 40), _reopen(world, lead))

    return act


def _reopen(world: World, lead: Lead) -> Act:
    return lambda at: services.reopen_lead(lead, world.posts["hezhangban"], words=LOOK_AGAIN, at=at)


def _say_again(world: World, agenda: Agenda, source: str, number: str, words: str) -> Act:
    """About a problem that a unit is at work on."""

    def act(at: datetime) -> None:
        handled = Issue.objects.in_states({State.DISPATCHED, State.RECTIFYING}).exclude(source=Source.PATROL)
        found = handled.filter(leads=None, reach__isnull=False).select_related("reach__river", "reach__region")
        issue = found.order_by("pk").first()
        if issue is not None:
            lead = _recorded(world, source, number, words.format(text=issue.text), issue.reach, at)
            agenda.put(at + timedelta(minutes=world.dice.randrange(6, 25)), _join(world, lead, issue))

    return act


def _join(world: World, lead: Lead, issue: Issue) -> Act:
    return lambda at: services.join_lead(lead, world.posts["hezhangban"], into=issue, finding=SAME, at=at)


def _walker(world: World, lead: Lead, where: int | str) -> Post:
    """The village chief on the own reach; elsewhere the town's patroller."""
    town = world.town_of(lead.region_id)
    return world.posts["zhangcun"] if where == "own" or town is None else world.patrollers[town.code]


def reaches(world: World, where: int | str) -> list[Reach]:
    if where == "own":
        return world.chiefs_reaches[world.posts["zhangcun"].pk]
    town = world.towns[int(where)]
    return [one for one in world.reaches if one.tier == Tier.VILLAGE and town.contains(one.region_id)]
