"""What the demonstration's builders hand to one another."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from hezhang.core.geo.positions import Point
from hezhang.core.kernel.workdays import Calendar
from hezhang.portal.demo.hours import Hours
from issues.ledger.models import Category
from patrols.norms.models import CheckItem

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Department, Post, Region
    from hezhang.core.files.models import Upload
    from rivers.registry.models import Reach, River
    from rivers.water.models import Section

# Fixed: screenshots, help pages and tests tell of the same people from build to build.
SEED = 20260101


def dice_for(part: str) -> random.Random:
    """Each part of the build throws its own: a patrol more or less leaves names and scores as they are."""
    return random.Random(f"{SEED} {part}")  # noqa: S311 - not secret


@dataclass
class World:
    """The district while it is being built; everything random comes from one seed."""

    today: date
    first: date
    now: datetime
    dice: random.Random
    towns: list[Region] = field(default_factory=list)
    villages: dict[str, list[Region]] = field(default_factory=dict)
    places: dict[str, Region] = field(default_factory=dict)
    units: dict[str, Department] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    handlers: dict[int, Post] = field(default_factory=dict)
    patrollers: dict[str, Post] = field(default_factory=dict)
    village_chiefs: dict[str, Post] = field(default_factory=dict)
    town_chiefs: dict[str, list[Post]] = field(default_factory=dict)
    rivers: list[River] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    chiefs_reaches: dict[int, list[Reach]] = field(default_factory=dict)
    courses: dict[int, list[Point]] = field(default_factory=dict)  # of rivers, from source to mouth
    lines: dict[int, list[Point]] = field(default_factory=dict)  # of reaches
    sections: list[Section] = field(default_factory=list)
    photos: dict[str, list[Upload]] = field(default_factory=dict)
    diligence: dict[str, tuple[float, float]] = field(default_factory=dict)

    @cached_property
    def hours(self) -> Hours:
        return Hours(Calendar.load(), self.dice)

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {one.name: one for one in Category.objects.all()}

    @cached_property
    def items(self) -> dict[str, CheckItem]:
        return {one.name: one for one in CheckItem.objects.all()}

    def town_of(self, region_code: str) -> Region | None:
        """The town that a region lies in; None for county and city."""
        return next((town for town in self.towns if town.contains(region_code)), None)

    def government_of(self, town: Region) -> Department:
        return self.units["town" if town == self.places["town"] else town.code]

    def near(self, reach: Reach) -> tuple[float, float, float]:
        """A position on the reach as a phone tells it: WGS-84, within some 300 m, with its radius of error in metres."""
        line = self.lines[reach.pk]
        lat, lng = line[len(line) // 2]
        poor = self.dice.random() < 0.03
        error = self.dice.uniform(110, 260) if poor else self.dice.uniform(4, 38)
        spread = self.dice.uniform
        return round(lat + spread(-0.003, 0.003), 6), round(lng + spread(-0.003, 0.003), 6), round(error, 1)

    def pick_photos(self, kind: str, count: int = 1) -> list[Upload]:
        return self.dice.sample(self.photos[kind], min(count, len(self.photos[kind])))
