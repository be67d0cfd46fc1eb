"""At which reach a board stands: as the row says, else by its river, its place in words and what is nearest, told as a guess."""

from __future__ import annotations

from functools import cached_property

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.web.importing.desk.plan import Context
from hezhang.core.web.importing.desk.rows import Row
from hezhang.core.web.importing.places import bare
from rivers.lines.facts import Lines
from rivers.registry.importing.find import Registry
from rivers.registry.models import Reach, River

Position = tuple[float, float]
NEAR_M = 500  # a board stands at its water: farther away the coordinates are another's, or in another system
NAMED = 4  # so many are named where it is not clear
OR_NEAR = "请填写河段名称，或河湖和所在的村（社区）、乡镇，或补上经纬度。"


class Finder:
    """The reaches that boards of the region may stand at; fetched once, however long the file."""

    def __init__(self, context: Context) -> None:
        self.context, self.registry = context, Registry(context)

    @cached_property
    def reaches(self) -> dict[int, Reach]:
        return {one.pk: one for several in self.registry.reaches.values() for one in several}

    @cached_property
    def lines(self) -> Lines | None:
        return Lines(self.context.region, self.context.today) if self.context.region else None

    def reach(self, row: Row, region: Region | None, position: Position | None) -> Reach | None:
        """The row's reach; refuses the row where nothing says which, and names those that it might be."""
        if row.get("reach") and not self._is_river(row):
            river = self.registry.river(row) if row.get("river") else None
            return self.registry.reach(row, "reach", river, region)
        river = self._river(row)
        if row.get("river") and river is None:
            return None
        place = region or self._place(row)
        here = self._here(river, place)
        if len(here) == 1:
            return self._told(row, here[0], self._why(river, place))
        if position and (near := self._nearest(row, position, here, river)):
            return near
        return self._one_of(row, here, river, place)

    def _is_river(self, row: Row) -> bool:
        """Many a list writes the river's name beneath 河段."""
        words = row.get("reach")
        known = words in self.registry.reaches or words in self.registry.reach_codes
        return not known and not row.get("river") and words in self.registry.by_name

    def _river(self, row: Row) -> River | None:
        """The river that the row names, or the only one whose name stands in the words of its place."""
        if row.get("river"):
            return self.registry.river(row)
        if row.get("reach"):
            return self.registry.river(row, "reach")
        words = row.get("place", "")
        named = [name for name in self.registry.by_name if len(name) > 1 and name in words]
        longest = max(named, key=len, default="")
        several = self.registry.by_name.get(longest, [])
        return several[0] if len(several) == 1 else None

    def _place(self, row: Row) -> Region | None:
        """The village, else the town, that the words of the place begin with."""
        words, places = row.get("place", ""), self.context.places
        if not words or self.context.region is None:
            return None
        towns = places.towns_in(words, None)
        area = towns[0] if len(towns) == 1 else self.context.region
        villages = places.villages_in(words, area)
        if len(villages) == 1:
            return villages[0]
        return towns[0] if len(towns) == 1 else None

    def _here(self, river: River | None, place: Region | None) -> list[Reach]:
        """Of the river in the place: the place's own, else those inside it, else the lowest that holds it."""
        if river is None and place is None:
            return []
        every = [one for one in self.reaches.values() if river is None or one.river_id == river.pk]
        if place is None:
            return every
        own = [one for one in every if one.region_id == place.code]
        return own or [one for one in every if place.contains(one.region_id)] or self._around(every, place)

    def _around(self, every: list[Reach], place: Region) -> list[Reach]:
        regions = self.context.places.by_code
        holding = [one for one in every if one.region_id in regions and regions[one.region_id].contains(place.code)]
        lowest = max((TIER_ORDER.index(Tier(one.tier)) for one in holding), default=-1)
        return [one for one in holding if TIER_ORDER.index(Tier(one.tier)) == lowest]

    def _nearest(self, row: Row, position: Position, here: list[Reach], river: River | None) -> Reach | None:
        found = self.lines and self.lines.nearest(*position, within=NEAR_M, river=river.pk if river else None)
        reach = self.reaches.get(found[0]) if found else None
        if reach is None or found is None or (here and reach not in here):
            return None
        return self._told(row, reach, f"没有写河段，按坐标最近的河段，相距 {found[1]} 米")

    def _one_of(self, row: Row, here: list[Reach], river: River | None, place: Region | None) -> Reach | None:
        """Several: the one whose village stands in the words, else the river's topmost where no place is told at all."""
        words, regions = row.get("place", ""), self.context.places.by_code
        told = [one for one in here if (at := regions.get(one.region_id)) and bare(at.name, at.tier) in words]
        if len(told) == 1:
            return self._told(row, told[0], "没有写河段，按安装地点里的地名")
        top = min((TIER_ORDER.index(Tier(one.tier)) for one in here), default=-1)
        tops = [one for one in here if TIER_ORDER.index(Tier(one.tier)) == top]
        if place is None and len(tops) == 1:
            return self._told(row, tops[0], "只写了河湖，按它最上级的河段")
        row.refuse(*_unclear(row, here, river, place))
        return None

    def _told(self, row: Row, reach: Reach, why: str) -> Reach:
        key = next((one for one in ("river", "reach", "place") if row.get(one)), "position")
        row.guess(key, reach.name, why)
        return reach

    def _why(self, river: River | None, place: Region | None) -> str:
        by = [words for words, one in (("河湖", river), ("区划", place)) if one]
        return f"没有写河段，按{'和'.join(by)}"


def _unclear(row: Row, here: list[Reach], river: River | None, place: Region | None) -> tuple[str, str, str]:
    """(cell, what is so, what to do)."""
    where = f"“{river.name}”" if river else ""
    where += f"在{place.name}" if river and place else place.name if place else ""
    if not here:
        why = f"{where}没有登记河段。" if where else "看不出立在哪个河段。"
        return "reach", why, OR_NEAR
    names = "、".join(one.name for one in here[:NAMED]) + ("等" if len(here) > NAMED else "")
    return "reach", f"{where}有 {len(here)} 个河段：{names}。", "请填写其中一个河段的名称。"
