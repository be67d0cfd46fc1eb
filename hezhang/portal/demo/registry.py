"""Regions, units, rivers, reaches, signboards and water quality of the demonstration."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from hezhang.core.accounts import services as accounts
from hezhang.core.accounts.models import Region
from hezhang.core.geo.positions import Point
from hezhang.core.geo.shapes import part
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period, periods_between
from hezhang.core.kernel.words import initials
from hezhang.portal.demo import places
from hezhang.portal.demo.waters import Waters
from hezhang.portal.demo.world import World, dice_for
from rivers.boards.services import create_signboard
from rivers.chiefs.services import appoint
from rivers.lines.choices import Source
from rivers.lines.services import draw_lines, draw_shape
from rivers.registry.models import Reach, River
from rivers.registry.services import create_reach, create_river
from rivers.water.models import Section
from rivers.water.services import MonthIn, create_section, record_month, save_months

GAPS = {171, 298, 402}  # the reaches, by their number, that have nobody just now
GROWS_WORSE, GROWS_BETTER = 3, 5  # sections, by their number
STATION = "区环境监测站"
LAKES = {"lake", "reservoir", "wetland"}
Span = tuple[float, float]  # shares of a river's course
WHOLE: Span = (0.0, 1.0)
BOARD_PLACES = ["村口", "桥头", "文化礼堂旁", "村委会旁", "码头边", "公路边", "泵站旁", "公园入口"]


def regions_and_units(world: World) -> str:
    city = _region(places.CITY, Tier.CITY, None)
    county = _region(places.COUNTY, Tier.COUNTY, city)
    neighbour = _region(places.NEIGHBOUR, Tier.COUNTY, city)
    names = [head + tail for head in places.VILLAGE_HEADS for tail in places.VILLAGE_TAILS]
    world.dice.shuffle(names)
    _region(places.NEIGHBOUR_TOWN, Tier.TOWN, neighbour)
    for number, (name, diligence, speed) in enumerate(places.TOWNS, 1):
        digit = next(digit for tail, digit in places.TOWN_DIGIT.items() if name.endswith(tail))
        town = _region((f"990102{digit}{number:02d}000", name), Tier.TOWN, county)
        world.towns.append(town)
        world.diligence[town.code] = (diligence, speed)
        world.villages[town.code] = _villages(world, town, names)
    world.places |= {"city": city, "county": county, "neighbour": neighbour, "town": world.towns[0]}
    world.places["village"] = world.villages[world.towns[0].code][0]
    _units(world)
    return f"{len(world.towns)} 个乡镇、{sum(map(len, world.villages.values()))} 个村，{len(world.units)} 个单位"


def _region(spec: tuple[str, str], tier: Tier, parent: Region | None) -> Region:
    code, name = spec
    return Region.objects.create(code=code, name=name, tier=tier, parent=parent, pinyin=initials(name))


def _villages(world: World, town: Region, names: list[str]) -> list[Region]:
    """Eleven to thirteen, with names that nobody else in the district has; a 街道 has communities too."""
    found = []
    for number in range(1, world.dice.randrange(12, 15)):
        name, code = names.pop(), 200 + number
        if town.name.endswith("街道") and number % 2:
            name, code = name.removesuffix("村") + "社区", number
        found.append(_region((f"{town.prefix}{code:03d}", name), Tier.VILLAGE, town))
    return found


def _units(world: World) -> None:
    county = world.places["county"]
    world.units["office"] = accounts.create_department(by=None, name="澄江区河长制办公室", kind="office", region=county)
    for key, name in places.BUREAUS:
        world.units[key] = accounts.create_department(by=None, name=name, kind="member", region=county)
    for town in world.towns:
        name = f"{town.name}办事处" if town.name.endswith("街道") else f"{town.name}人民政府"
        key = "town" if town == world.places["town"] else town.code
        world.units[key] = accounts.create_department(by=None, name=name, kind="town", region=town)


def rivers_and_reaches(world: World) -> str:
    waters = Waters()
    for number in range(len(places.MAIN_RIVERS)):
        _main_river(world, waters, number)
    for number, names in enumerate(places.TOWN_RIVER_NAMES):
        for name in names:
            _town_river(world, waters, number, name)
    draw_lines([(reach, world.lines[reach.pk]) for reach in world.reaches], by=None, source=Source.DRAWN)
    return f"{len(world.rivers)} 条河湖、{len(world.reaches)} 段"


def _kind(name: str) -> str:
    return next((kind for tail, kind in places.KIND_BY_TAIL.items() if name.endswith(tail)), "river")


def _river(world: World, name: str, region: Region, length: float, course: list[Point]) -> River:
    kind = _kind(name)
    code = f"990102R{len(world.rivers) + 1:04d}"
    river = create_river(
        by=None, name=name, kind=kind, code=code, region=region, length_km=Decimal(f"{length:.1f}"), basin="清源江水系"
    )
    world.rivers.append(river)
    world.courses[river.pk] = course
    if kind in LAKES:
        draw_shape(river, course, by=None)
    return river


def _reach(
    world: World, river: River, tier: Tier, region: Region, parent: Reach | None, length: float, chief, span: Span
) -> Reach:
    name = f"{river.name}{region.name}段"
    reach = create_reach(
        by=None,
        river=river,
        tier=tier,
        region=region,
        code=f"9901020{len(world.reaches) + 1:05d}",
        name=name,
        parent=parent,
        start_place=f"{region.name}上游界",
        end_place=f"{region.name}下游界",
        length_km=Decimal(f"{length:.2f}"),
    )
    world.reaches.append(reach)
    world.lines[reach.pk] = part(world.courses[river.pk], *span)
    if chief is not None:
        _appoint(world, reach, chief)
        world.chiefs_reaches.setdefault(chief.pk, []).append(reach)
    return reach


def _appoint(world: World, reach: Reach, chief) -> None:
    """Most have been chiefs for years; a few took over from the town's deputy weeks ago, so that signboards are stale."""
    since, started = chief.starts_on, world.today - timedelta(days=world.dice.randrange(6, 45))
    if world.dice.random() < 0.04 and reach.tier == Tier.VILLAGE and chief != world.posts["zhangcun"]:
        deputy = world.town_chiefs[world.town_of(reach.region_id).code][1]
        appoint(by=None, post=deputy, reach=reach, kind="responsible", starts_on=since)
        since = world.hours.workday(started)
    appoint(by=None, post=chief, reach=reach, kind="responsible", starts_on=since)


def _main_river(world: World, waters: Waters, number: int) -> None:
    name, length, towns, _ = places.MAIN_RIVERS[number]
    river, parent = _river(world, name, world.places["county"], length, waters.main_river(number)), None
    if number < 2:
        parent = _reach(world, river, Tier.CITY, world.places["city"], None, length, world.posts["zhangshi"], WHOLE)
    chief = world.posts["zhangqu"] if number == 0 else world.posts[f"county{number % 4}"]
    county = _reach(world, river, Tier.COUNTY, world.places["county"], parent, length, chief, WHOLE)
    for step, town in enumerate(towns):
        span = step / len(towns), (step + 1) / len(towns)
        _town_reaches(world, river, world.towns[town], county, length / len(towns), leader=0, villages=8, span=span)


def _town_river(world: World, waters: Waters, number: int, name: str) -> None:
    town, length = world.towns[number], world.dice.uniform(2.2, 8.8)
    river = _river(world, name, town, length, waters.town_river(number, _kind(name), length))
    _town_reaches(world, river, town, None, length, leader=1, villages=world.dice.randrange(4, 7), span=WHOLE)


def _town_reaches(
    world: World,
    river: River,
    town: Region,
    parent: Reach | None,
    length: float,
    leader: int,
    villages: int,
    span: Span,
) -> None:
    whole = _reach(world, river, Tier.TOWN, town, parent, length, world.town_chiefs[town.code][leader], span)
    along = world.dice.sample(world.villages[town.code], villages)
    if river.name in ("澄江", "桥头港") and world.places["village"] not in along and town == world.places["town"]:
        along[0] = world.places["village"]
    shares = [world.dice.uniform(0.6, 1.6) for _ in along]
    start, size = span[0], span[1] - span[0]
    for village, share in zip(along, shares, strict=True):
        # 河河有人看 is the aim; a district that has just merged villages still has a few gaps.
        chief = None if len(world.reaches) in GAPS else world.village_chiefs[village.code]
        end = start + size * share / sum(shares)
        _reach(world, river, Tier.VILLAGE, village, whole, length * share / sum(shares), chief, (start, min(1.0, end)))
        start = end


def boards_and_sections(world: World) -> str:
    boards, dice = 0, dice_for("boards")
    for reach in world.reaches:
        if reach.tier == Tier.TOWN or (reach.tier == Tier.VILLAGE and world.dice.random() < 0.4):
            boards += 1
            renewed = world.first - timedelta(days=world.dice.randrange(30, 300))
            place, (lat, lng) = world.dice.choice(BOARD_PLACES), _bank(dice, world.lines[reach.pk])
            code = f"CJ-{boards:04d}"
            create_signboard(by=None, reach=reach, code=code, place=place, renewed_on=renewed, lat=lat, lng=lng)
    for number, (river, town) in enumerate(_monitored(world)):
        _section(world, number, river, town)
    return f"{boards} 块公示牌、{len(world.sections)} 个断面"


def _bank(dice: Random, line: list[Point]) -> Point:
    """A place beside the line, within some 25 m."""
    lat, lng = dice.choice(line)
    return round(lat + dice.uniform(-0.0002, 0.0002), 6), round(lng + dice.uniform(-0.0002, 0.0002), 6)


def _monitored(world: World) -> list[tuple[River, Region]]:
    """Each main river where it leaves its last town, and one river of each town: every town has a section."""
    through = [
        [one.region for one in world.reaches if one.river == river and one.tier == Tier.TOWN]
        for river in world.rivers[: len(places.MAIN_RIVERS)]
    ]
    ends = [(river, towns[-1]) for river, towns in zip(world.rivers, through, strict=False)]
    own = {river.region_id: river for river in reversed(world.rivers[len(places.MAIN_RIVERS) :])}
    return ends + [(own[town.code], town) for town in world.towns]


def _section(world: World, number: int, river: River, town: Region) -> None:
    body = "lake" if river.kind in ("lake", "reservoir") else "river"
    spot = world.dice.choice(["湖心", "出水口"] if body == "lake" else ["大桥", "闸", "汇口", "水文站"])
    lat, lng = _sampled(world, river, town)
    section = create_section(
        by=None,
        name=f"{river.name}{spot}断面",
        code=f"CJD{number + 1:03d}",
        river=river,
        region=town,
        target=2 if number % 5 == 0 else 3,
        body=body,
        lat=lat,
        lng=lng,
    )
    world.sections.append(section)
    quality = world.dice.uniform(0.6, 1.12) * (0.7 if section.target == 2 else 1.0)
    quality = max(quality, places.DIRTY.get(river.name, 0))
    _years_before(world, section, number, quality)
    # A month's figures are in about ten days after its end.
    for period in periods_between("month", world.first - timedelta(days=92), world.today - timedelta(days=10)):
        quality *= world.dice.uniform(0.94, 1.05)
        _month(world, section, number, period, quality * world.dice.uniform(0.86, 1.22))


def _sampled(world: World, river: River, town: Region) -> Point:
    """Where the river leaves the town; a lake is sampled at its shore."""
    [last] = [one for one in world.reaches if (one.river, one.region, one.tier) == (river, town, Tier.TOWN)]
    lat, lng = world.lines[last.pk][-3]
    return round(lat, 6), round(lng, 6)


def _years_before(world: World, section: Section, number: int, quality: float) -> None:
    """Two and a half years of months, so that trends can be told; one river grows worse, one better."""
    dice, end = dice_for(f"water {number}"), world.first - timedelta(days=93)
    periods = periods_between("month", end - timedelta(days=912), end)
    rows = []
    for n, period in enumerate(periods):
        share = n / len(periods)
        drift = {GROWS_WORSE: 0.55 + 0.4 * share, GROWS_BETTER: 1.5 - 0.45 * share}.get(number, 1.0)
        level = quality * drift * (1.12 if period.start.month in {1, 2, 12} else 1.0) * dice.uniform(0.86, 1.16)
        rows.append(MonthIn(section, period.start, _figures(section, level, dice.uniform(7.0, 8.1)), source=STATION))
    save_months(rows, by=None)


def _figures(section: Section, quality: float, acid: float) -> dict[str, str]:
    return {
        "do": f"{max(2.2, 8.4 - 2.6 * quality):.1f}",
        "codmn": f"{4.6 * quality:.1f}",
        "nh3n": f"{0.72 * quality:.2f}",
        "tp": f"{(0.035 if section.body == 'lake' else 0.14) * quality:.3f}",
        "ph": f"{acid:.1f}",
    }


def _month(world: World, section: Section, number: int, period: Period, quality: float) -> None:
    readings = _figures(section, quality, world.dice.uniform(7.0, 8.1))
    frozen = period.start.month == 1 and number % 7 == 6
    record_month(
        by=None,
        section=section,
        month=period.start,
        readings={} if frozen else readings,
        monitored="frozen" if frozen else "yes",
        source=STATION,
    )
