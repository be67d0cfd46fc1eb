"""Assets of the demonstration: some eighty outfalls, intakes, sluices …, with two years of values, and what flows into what."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from hezhang.portal.demo.world import World, dice_for
from rivers.assets.models import FieldValue, ObjectField, ObjectKind
from rivers.assets.rules import canonical, number_of
from rivers.assets.services import add_files, create_asset, edit_dossier
from rivers.registry.models import Reach, River
from rivers.registry.services import edit_river

# Key of the kind → how many, and the ends of the names.
NUMBERS = {
    "outfall": (24, "排污口"), "intake": (8, "取水口"), "sluice": (8, "节制闸"), "pump": (8, "排涝站"), "bridge": (10, "桥"),
    "weir": (5, "堰"), "plant": (3, "污水处理厂"), "source": (2, "水源地"), "hydropower": (2, "电站"), "gauge": (4, "水位站"),
    "irrigation": (2, "灌区"), "function_zone": (4, "功能区"), "wharf": (2, "码头"), "park": (1, "湿地公园"),
}  # fmt: skip
KEEPERS = {"outfall": "污水运维站", "bridge": "公路养护站", "plant": "水务公司", "wharf": "船运站"}
UNITS = ["生活污水管网", "养殖场", "印染园区", "工业集聚点", "农贸市场", "尾水塘"]
# What fields whose name says the figure's size are given, else 1 to 60.
SIZES = {
    "年排污总量": (2, 90),
    "水库": (10, 900),
    "建设年份": (1978, 2019),
    "建成年份": (1978, 2019),
    "桥长": (18, 120),
    "长度": (1, 9),
}


def assets(world: World) -> str:
    dice, total = dice_for("assets"), 0
    reaches = [reach for reach in world.reaches if reach.tier == "village"]
    for kind in ObjectKind.objects.filter(key__in=NUMBERS).order_by("order"):
        fields = list(kind.fields.all())
        number, ending = NUMBERS[kind.key]
        for reach in dice.sample(reaches, number):
            _asset(world, dice, kind, fields, reach, ending)
            total += 1
    return f"{total} 个，{_streams(world, dice)} 条支流"


def _asset(world: World, dice: Random, kind: ObjectKind, fields: list[ObjectField], reach: Reach, ending: str) -> None:
    lat, lng = _at(world, dice, reach)
    place, year = dice.choice(["村口", "桥头", "公路边", "村委会旁"]), world.today.year
    asset = create_asset(
        by=None, kind=kind, name=f"{reach.region.name}{ending}", region=reach.region, reach=reach, lat=lat, lng=lng,
        bank=dice.choice(["left", "right"]), place=f"{reach.region.name}{place}",
        keeper=f"{reach.region.parent.name}{KEEPERS.get(kind.key, '水利站')}", established_on=date(dice.randrange(1985, 2021), 6, 1),
        values={field: _value(dice, field) for field in fields if dice.random() < 0.85 or field.is_required},
        since=date(year - 2, 12, 31),
    )  # fmt: skip
    if kind.key == "outfall":
        _a_year_later(asset, dice, year)
        if dice.random() < 0.4:
            add_files(asset, world.photos["on_site"][:1], by=None, caption="现场照片")


def _a_year_later(asset: Any, dice: Random, year: int) -> None:
    """The yearly figures once more: two years stand side by side."""
    rows = []
    for row in asset.values.filter(field__key="yearly").select_related("field"):
        text = canonical(row.field, f"{float(row.text) * dice.uniform(0.75, 1.1):.2f}")
        rows.append(
            FieldValue(field=row.field, asset=asset, valid_from=date(year - 1, 12, 31), text=text, number=number_of(row.field, text))
        )  # fmt: skip
    FieldValue.objects.bulk_create(rows)


def _value(dice: Random, field: ObjectField) -> str:
    if field.type == "number":
        low, high = SIZES.get(field.name, (1, 60))
        return f"{dice.uniform(low, high):.{min(field.decimals, 2)}f}"
    if field.type == "date":
        return f"{dice.randrange(2012, 2024)}-05-01"
    if field.type == "choice":
        return dice.choice(field.choices)
    if field.type == "yes_no":
        return dice.choice(["是", "是", "否"])
    return (
        dice.choice(UNITS)
        if "单位" in field.name
        else f"澄水许〔{dice.randrange(2016, 2025)}〕{dice.randrange(1, 90)}号"
    )


def _at(world: World, dice: Random, reach: Reach) -> tuple[float, float]:
    lat, lng = dice.choice(world.lines[reach.pk])
    return round(lat + dice.uniform(-0.0008, 0.0008), 6), round(lng + dice.uniform(-0.0008, 0.0008), 6)


def _streams(world: World, dice: Random) -> int:
    """The rivers of a town flow into the main river that runs through it; the largest have a dossier."""
    mains = [river for river in world.rivers if river.region == world.places["county"]]
    small = [river for river in world.rivers if river.kind == "river" and river not in mains]
    for river in small:
        mouth = min(mains, key=lambda main: _away(world, river, main))
        edit_river(river, {"flows_into": mouth, "joins_bank": dice.choice(["left", "right"])}, by=None)
    for river in mains:
        kind = ObjectKind.objects.filter(holder=river.kind).first()
        if kind is not None:
            typed = {field: _value(dice, field) for field in kind.fields.all() if field.type != "text"}
            edit_dossier(river, typed, date(world.today.year - 1, 1, 1), by=None)
    return len(small)


def _away(world: World, river: River, main: River) -> float:
    lat, lng = world.courses[river.pk][-1]
    return min((lat - one) ** 2 + (lng - other) ** 2 for one, other in world.courses[main.pk])
