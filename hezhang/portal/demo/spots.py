"""A list of remote-sensing spots from the level above: taken in whole, and looked at one by one in the weeks after."""

from __future__ import annotations

import uuid
from datetime import datetime

from hezhang.portal.demo import leads
from hezhang.portal.demo.agenda import Act, Agenda
from hezhang.portal.demo.leads import Told
from hezhang.portal.demo.world import World
from issues.leads import services
from issues.leads.models import Lead, LeadBatch
from issues.ledger.choices import Source

CAME = 16  # working days ago
NAME, DOCUMENT = "{year}年第三批河湖遥感图斑", "清河长办函〔{year}〕17号"
SPOTS = [
    Told(CAME, Source.SATELLITE, "TB-{year}-0301", "疑似新增构筑物，图斑面积约 85 平方米", 2, "confirm",
         "河道左岸管理范围内新搭彩钢棚，量得约 60 平方米", "乱建"),
    Told(CAME, Source.SATELLITE, "TB-{year}-0302", "疑似水面变化，图斑面积约 520 平方米", 5, "dismiss",
         "是圩区排涝后的正常水面变化，两岸无新增设施"),
    Told(CAME, Source.SATELLITE, "TB-{year}-0303", "疑似岸线裸露，图斑面积约 310 平方米", 0, "confirm", "滩地新开菜地，量得约 150 平方米", "乱占"),
    Told(CAME, Source.SATELLITE, "TB-{year}-0304", "疑似堆放，图斑面积约 140 平方米", 4, "dismiss", "是护岸修复工程的临时堆料，有批复"),
    Told(CAME, Source.SATELLITE, "TB-{year}-0305", "疑似光伏板，图斑面积约 220 平方米", 8, "dismiss",
         "光伏板在村集体厂房屋顶，距河道管理范围线 30 米以外"),
    Told(CAME, Source.SATELLITE, "TB-{year}-0306", "疑似新增构筑物，图斑面积约 40 平方米", "own"),
    Told(CAME, Source.SATELLITE, "TB-{year}-0307", "疑似围栏，图斑长约 55 米", 0),
    Told(CAME, Source.SATELLITE, "TB-{year}-0308", "疑似堆放，图斑面积约 90 平方米", 9),
]  # fmt: skip


def plan(world: World, agenda: Agenda) -> None:
    agenda.put(leads.moment(world, CAME), _take(world, agenda))


def _take(world: World, agenda: Agenda) -> Act:
    def act(at: datetime) -> None:
        clerk = world.posts["hezhangban"]
        names = {"name": NAME.format(year=at.year), "document": DOCUMENT.format(year=at.year)}
        batch = services.list_of(clerk.region, **names, by=clerk, at=at)
        taken = [(told, _taken(world, told, batch, at)) for told in SPOTS]
        services.tell_list([lead for _, lead in taken], by=clerk, at=at)
        for told, lead in taken:
            if told.then:
                agenda.put(world.hours.later(at, 20, 190), leads.check(world, agenda, told, lead))

    return act


def _taken(world: World, told: Told, batch: LeadBatch, at: datetime) -> Lead:
    reach = world.dice.choice(leads.reaches(world, told.where))
    lat, lng, _ = world.near(reach)
    return services.take_in(
        by=world.posts["hezhangban"], batch=batch, client_id=uuid.UUID(int=world.dice.getrandbits(128), version=4),
        source=told.source, text=told.words, river=reach.river, region=reach.region, reach=reach, lat=lat, lng=lng,
        outside_number=told.number.format(year=at.year), found_at=world.hours.seen_before(at), at=at,
    )  # fmt: skip
