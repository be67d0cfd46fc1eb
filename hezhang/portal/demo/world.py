"""What the demonstration's builders hand to one another."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Department, Post, Region
    from hezhang.core.files.models import Upload
    from rivers.models import Reach, River, Section


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
    village_chiefs: dict[str, Post] = field(default_factory=dict)
    town_chiefs: dict[str, list[Post]] = field(default_factory=dict)
    rivers: list[River] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)
    chiefs_reaches: dict[int, list[Reach]] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    photos: dict[str, list[Upload]] = field(default_factory=dict)
    diligence: dict[str, tuple[float, float]] = field(default_factory=dict)

    def clock(self, day: date, hour_from: int = 7, hour_to: int = 18) -> datetime:
        """A time of that day."""
        hour = time(self.dice.randrange(hour_from, hour_to), self.dice.randrange(60))
        return datetime.combine(day, hour, ZoneInfo(settings.TIME_ZONE))

    def moment(self, day: date) -> datetime:
        """A time of that day, never in the future."""
        return min(self.clock(day), self.now - timedelta(minutes=20))

    def pick_photos(self, kind: str, count: int = 1) -> list[Upload]:
        return self.dice.sample(self.photos[kind], min(count, len(self.photos[kind])))
