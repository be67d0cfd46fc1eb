"""The people of the demonstration: the cast, and enough others for every post."""

from __future__ import annotations

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Department, Post, Region
from hezhang.portal.demo.cast import CAST, PASSWORD
from hezhang.portal.demo.places import GIVEN, HANDLER_TITLES, SURNAMES, TOWN_HANDLER_TITLES
from hezhang.portal.demo.world import World

PHONE_BASE = 18801000000  # a made-up block; nobody's number, and none of the sample lists'
VILLAGE_TITLES = {"村": ["村党支部书记", "村委会主任"], "社区": ["社区党委书记", "社区居委会主任"]}
TOWN_TITLES = {"镇": ["镇长", "副镇长"], "乡": ["乡长", "副乡长"], "街道": ["办事处主任", "办事处副主任"]}


class Namer:
    """Names and phones that do not repeat."""

    def __init__(self, world: World) -> None:
        self.names = [f"{surname}{given}" for surname in SURNAMES for given in GIVEN]
        world.dice.shuffle(self.names)
        self.count = 0

    def next(self) -> tuple[str, str]:
        self.count += 1
        return self.names[self.count], str(PHONE_BASE + self.count)


def everybody(world: World) -> str:
    namer = Namer(world)
    for member in CAST:
        _cast_member(world, member)
    _chiefs(world, namer)
    _handlers(world, namer)
    _secretaries(world, namer)
    return f"{namer.count + len(CAST)} 人"


def _cast_member(world: World, member) -> None:
    user = services.create_person(
        by=None, name=member.name, username=member.key, password=PASSWORD, must_change_password=False
    )
    place, unit = world.places[member.place], world.units.get(member.unit)
    post = _post(world, user, member.role, place, unit, member.title)
    world.posts[member.key] = post
    if unit and member.role == Role.HANDLER:
        world.handlers[unit.pk] = post
    if member.role == Role.PATROLLER:
        world.patrollers[place.code] = post


def _post(world: World, user, role: str, region: Region, unit: Department | None, title: str) -> Post:
    # Long in office, so that each owes the whole of both quarters.
    since = world.first.replace(year=world.first.year - 2)
    return services.create_post(
        by=None, user=user, role=role, region=region, department=unit, title=title, starts_on=since
    )


def _newcomer(
    world: World, namer: Namer, role: str, region: Region, title: str, unit: Department | None = None
) -> Post:
    name, phone = namer.next()
    user = services.create_person(by=None, name=name, phone=phone)
    return _post(world, user, role, region, unit, title)


def _titles(region: Region, titles: dict[str, list[str]]) -> list[str]:
    return next(found for tail, found in titles.items() if region.name.endswith(tail))


def _chiefs(world: World, namer: Namer) -> None:
    world.village_chiefs[world.places["village"].code] = world.posts["zhangcun"]
    for town in world.towns:
        _town(world, namer, town)
    for number, title in enumerate(["副区长", "区委常委", "区人大常委会副主任", "区政协副主席"]):
        world.posts[f"county{number}"] = _newcomer(world, namer, Role.CHIEF, world.places["county"], title)


def _town(world: World, namer: Namer, town: Region) -> None:
    titles = _titles(town, TOWN_TITLES)
    chiefs = [world.posts["zhangzhen"]] if town == world.places["town"] else []
    while len(chiefs) < 2:
        chiefs.append(_newcomer(world, namer, Role.CHIEF, town, titles[len(chiefs)]))
    world.town_chiefs[town.code] = chiefs
    for village in world.villages[town.code]:
        if village.code not in world.village_chiefs:
            title = world.dice.choice(_titles(village, VILLAGE_TITLES))
            world.village_chiefs[village.code] = _newcomer(world, namer, Role.CHIEF, village, title)
    if town.code not in world.patrollers:
        world.patrollers[town.code] = _newcomer(world, namer, Role.PATROLLER, town, "巡河员")


def _handlers(world: World, namer: Namer) -> None:
    for key, unit in world.units.items():
        if unit.kind != "office" and unit.pk not in world.handlers:
            title = HANDLER_TITLES.get(key) or world.dice.choice(TOWN_HANDLER_TITLES)
            world.handlers[unit.pk] = _newcomer(world, namer, Role.HANDLER, unit.region, title, unit)


def _secretaries(world: World, namer: Namer) -> None:
    """Party secretaries: with the heads of government they are the 总河长. The district had one before."""
    for number, title in enumerate(["区委书记（前任）", "区委书记"]):
        world.posts[f"secretary{number}"] = _newcomer(world, namer, Role.LEADER, world.places["county"], title)
    for town in world.towns:
        title = (
            "人大主席" if town == world.places["town"] else "党工委书记" if town.name.endswith("街道") else "党委书记"
        )
        world.posts[f"secretary:{town.code}"] = _newcomer(world, namer, Role.LEADER, town, title)
