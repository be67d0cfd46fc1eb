"""The ways in which reaches are coloured: those of this app, then what the apps above add."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, QuerySet

from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.map.facts.parts import Colouring, Shade
from rivers.map.signals import colouring_asked
from rivers.registry.models import Reach
from rivers.water.facts.words import class_words
from rivers.water.models import Section, SectionMonth

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

A_YEAR = timedelta(days=365)
# Colours of 环办〔2011〕22号, 附件: Ⅰ and Ⅱ blue, Ⅲ green, Ⅳ yellow, Ⅴ orange, 劣Ⅴ red; dashes tell them apart without colour.
WATER = [
    Shade(class_words(1), "#0a4f9e"),
    Shade(class_words(2), "#3d8fd6"),
    Shade(class_words(3), "#2c9b4b"),
    Shade(class_words(4), "#c79a00", (12, 5)),
    Shade(class_words(5), "#e8740c", (5, 4)),
    Shade(class_words(6), "#cf2418", width=1.6),
    Shade("没有评价", "#8b99a5", (2, 6)),
]
HELD, VACANT, NEVER = range(3)
VACANCY = [
    Shade("有责任河长", "#2c7fb8"),
    Shade("空缺（曾有河长）", "#cf2418", (10, 5), 1.4),
    Shade("从未任命", "#8f4a00", (3, 5), 1.4),
]


def water_of(post: Post, reaches: QuerySet[Reach], on: date) -> dict[int, int]:
    """The worst class of the river's sections in the reach's own region; where it has none, of the river's nearest one.

    The latest month with a class counts, up to a year old: a dry or frozen month hides nothing.
    """
    rivers = reaches.order_by().values("river")
    sections = Section.objects.visible_to(post).standing(on).filter(river__in=rivers).order_by()
    of_river: dict[int, list[_Judged]] = {}
    latest = latest_classes(sections, on)
    for pk, river, region, lat, lng in sections.values_list("pk", "river_id", "region_id", "lat", "lng"):
        if pk in latest:
            of_river.setdefault(river, []).append(_Judged(latest[pk], region, lat, lng))
    found = reaches.filter(river__in=list(of_river)).order_by()
    middle = {"lat": (F("line__south") + F("line__north")) / 2, "lng": (F("line__west") + F("line__east")) / 2}
    rows = found.annotate(**middle).values_list("pk", "river_id", "region_id", "region__tier", "lat", "lng")
    judged = (
        (pk, _class_at(of_river[river], code[: CODE_DIGITS[Tier(tier)]], lat, lng))
        for pk, river, code, tier, lat, lng in rows
    )
    return {pk: water_class - 1 for pk, water_class in judged if water_class}


class _Judged(NamedTuple):
    water_class: int
    region: str
    lat: float | None
    lng: float | None


def _class_at(sections: list[_Judged], prefix: str, lat: float | None, lng: float | None) -> int | None:
    """``prefix``: the digits that all codes in the reach's region share; ``lat`` and ``lng``: its middle, if it has a line."""
    inside = [one.water_class for one in sections if one.region.startswith(prefix)]
    if inside or lat is None or lng is None:
        return max(inside, default=None)
    narrow = cos(radians(lat))
    away = [
        (hypot(one.lat - lat, (one.lng - lng) * narrow), one.water_class)
        for one in sections
        if one.lat is not None and one.lng is not None
    ]
    return min(away)[1] if away else None


def latest_classes(sections: QuerySet[Section], on: date) -> dict[int, int]:
    """Section → its last class (1–6) up to that day and within a year."""
    months = SectionMonth.objects.filter(section__in=sections.values("pk"), water_class__isnull=False)
    within = months.filter(month__lte=on, month__gt=on - A_YEAR).order_by("month")
    # Later months come later, and win.
    return dict(within.values_list("section_id", "water_class"))


def vacancy_of(post: Post, reaches: QuerySet[Reach], on: date) -> dict[int, int]:
    """Who had a responsible chief on that day, who has had one, who never (河河有人看)."""
    held = Tenure.objects.filter(reach__in=reaches.order_by().values("pk"), kind=TenureKind.RESPONSIBLE)
    before = held.filter(starts_on__lte=on).order_by().values_list("reach_id", flat=True)
    return dict.fromkeys(before, VACANT) | dict.fromkeys(
        held.current(on).order_by().values_list("reach_id", flat=True), HELD
    )


OWN = [
    Colouring(
        "water", "水质", WATER, water_of,
        "按本区划内断面近 12 个月最近一次评价（取最差）；没有断面的，看这条河上最近的断面。",
    ),
    Colouring("vacancy", "河长空缺", VACANCY, vacancy_of, "当天有没有在任的责任河长。"),
]  # fmt: skip


def colourings(post: Post) -> list[Colouring]:
    """All that the post may choose from; the first is what an address without a choice shows."""
    answers: Iterable[tuple[Any, Colouring | None]] = colouring_asked.send(Colouring, post=post)
    return [*OWN, *(one for _, one in answers if one is not None)]


def coloured(colouring: Colouring, post: Post, reaches: QuerySet[Reach], on: date) -> list[list[int]]:
    """The keys of the reaches, one list for each shade."""
    found = colouring.of(post, reaches, on)
    lists: list[list[int]] = [[] for _ in colouring.shades]
    last = len(lists) - 1
    for pk in reaches.order_by("pk").values_list("pk", flat=True):
        lists[found.get(pk, last)].append(pk)
    return lists


def state_of(colouring: Colouring, post: Post, reaches: list[int], on: date) -> dict[int, str]:
    """The words of the legend for a few reaches, by their keys."""
    found = colouring.of(post, Reach.objects.filter(pk__in=reaches), on)
    return {pk: colouring.shades[found.get(pk, -1)].word for pk in reaches}
