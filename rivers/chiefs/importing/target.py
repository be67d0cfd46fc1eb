"""What the registry should hold according to a list: rivers, nested reaches, people. Pure but for the regions given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.kernel.words import decimal_words
from hezhang.core.web.importing import CellProblem
from hezhang.core.web.importing.places import Places, spoken
from rivers.chiefs.importing import words
from rivers.chiefs.importing.lines import ChiefCells, Line, Spot

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Region

SAME_PHONE = "同一手机号写给了不同的人，一个号码只能登记一人。"


@dataclass(frozen=True)
class Person:
    """A chief as the list names one; the phone tells people apart, else name, title and region together."""

    name: str
    title: str
    region: Region
    phone: str
    spot: Spot
    starts_on: date | None = None  # what the line says; None: as the import says

    @property
    def triple(self) -> tuple[str, str, str]:
        return self.name, self.title, self.region.code

    @property
    def key(self) -> str | tuple[str, str, str]:
        """Two entries with the same key are one person."""
        return self.phone or self.triple


@dataclass
class WantedReach:
    """One stretch: of a river, a tier and a region; ``person`` None is a gap."""

    tier: Tier
    region: Region
    name: str
    spot: Spot
    length_km: Decimal | None = None
    person: Person | None = None
    others: list[tuple[str, Person]] = field(default_factory=list)  # deputies, patrol staff …: kind, person
    is_named: bool = False  # the list says which reach by its name


@dataclass
class WantedRiver:
    name: str
    spot: Spot
    length_km: Decimal | None = None
    reaches: dict[tuple[Tier, str, str], WantedReach] = field(default_factory=dict)


@dataclass
class Target:
    """The whole list, understood; or the problems that stand in the way."""

    county: Region
    rivers: dict[str, WantedRiver] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    notices: list[CellProblem] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    bad: set[tuple[str, int]] = field(default_factory=set)  # (sheet, row) of every line with a problem
    guesses: list[tuple[Spot, str, str]] = field(default_factory=list)  # cell, what was read, why

    def all_reaches(self) -> Iterable[tuple[WantedRiver, WantedReach]]:
        """Every wanted reach with its river, upper tiers first."""
        for river in self.rivers.values():
            for reach in sorted(river.reaches.values(), key=lambda one: TIER_ORDER.index(one.tier)):
                yield river, reach


class Builder:
    """Takes the lines one by one; every problem is noted and the next line goes on."""

    def __init__(self, places: Places, county: Region, units: dict[str, str]) -> None:
        self.places, self.county, self.units = places, county, units
        self.target = Target(county)
        self.seen: set[tuple[str, str, str, str]] = set()
        self.line: Line | None = None

    def build(self, lines: Iterable[Line]) -> Target:
        """The target of all lines; its problems are complete."""
        for line in lines:
            self.line = line
            self._take(line)
        self.line = None
        self._check_phones()
        self._share_phones()
        return self.target

    def problem(self, spot: Spot, reason: str, remedy: str, *, notice: bool = False) -> None:
        """Note a problem once per cell and reason: a merged cell is read for each of its rows."""
        shown = spot.problem(reason, remedy)
        if not notice:
            # The cell's own row, and the line at hand: a merged cell is told once and keeps all its rows out.
            self.target.bad.add((spot.sheet, spot.row + 1))
            if self.line is not None:
                self.target.bad.add((self.line.spot.sheet, self.line.spot.row + 1))
        key = (shown.sheet, shown.column, shown.value, reason)
        if key in self.seen and shown.value:
            return
        self.seen.add(key)
        (self.target.notices if notice else self.target.problems).append(shown)

    def guess(self, spot: Spot, read: str, why: str) -> None:
        """Note what a cell was taken for, once per cell."""
        key = (spot.sheet, spot.heading, spot.value, read)
        if key not in self.seen:
            self.seen.add(key)
            self.target.guesses.append((spot, read, why))

    def _take(self, line: Line) -> None:
        river = self._river(line)
        regions = self._regions(line)
        for tier, cells in line.chiefs.items():
            person = self._person(tier, cells, regions)
            region = regions.get(tier)
            if river is not None and region is not None:
                self._reach(river, tier, region, person, line)

    def _river(self, line: Line) -> WantedRiver | None:
        spot = line.at.get("river", line.spot)
        name = words.tight(line.single.get("river", ""))
        if not name:
            self.problem(spot, "没有河湖名称。", "请填写这一行属于哪条河湖。")
            return None
        river = self.target.rivers.setdefault(name, WantedRiver(name, spot))
        length = self._length(line, "length")
        if length and river.length_km and length != river.length_km:
            self.problem(
                line.at["length"], f"与上文“{name}”的长度 {river.length_km} 公里不一致。", "请统一同一河湖的长度。"
            )
        # The first one stays, so that every later row that differs is told against the same figure.
        river.length_km = river.length_km or length
        return river

    def _length(self, line: Line, kind: str) -> Decimal | None:
        text, unit = line.single.get(kind, ""), self.units.get(kind, "公里")
        try:
            length = words.read_length(text, unit)
            if length is not None and (unit == "米" or not words.is_plain_length(text)):
                self.guess(line.at[kind], f"{decimal_words(length)} 公里", "带“约”字或以米计，按公里换算")
            return length
        except ValueError:
            remedy = "请只填数字（单位：公里），或写成“8.0公里”“850米”。"
            self.problem(line.at[kind], "看不懂的长度。", remedy)
            return None

    def _regions(self, line: Line) -> dict[Tier, Region | None]:
        """The region of each tier in this line; a tier without a chief and without a name of its own has none."""
        found: dict[Tier, Region | None] = {Tier.CITY: self.places.by_code.get(self.county.parent_id or "")}
        found[Tier.COUNTY] = self.county
        town = self._town(line)
        village = self._village(line, town)
        # A village that is found once in the whole county names its town as well.
        if town is None and village is not None:
            town = self.places.by_code.get(village.parent_id or "")
        found[Tier.TOWN], found[Tier.VILLAGE] = town, village
        self._complain(line, town, village)
        return found

    def _town(self, line: Line) -> Region | None:
        cells = line.chiefs.get(Tier.TOWN, ChiefCells())
        for text in (line.single.get("town", ""), cells.title):
            towns = self.places.towns_in(words.tight(text), self.county) if text else []
            if len(towns) == 1:
                self._guess_place(cells, text, towns[0])
                return towns[0]
        return None

    def _village(self, line: Line, town: Region | None) -> Region | None:
        cells = line.chiefs.get(Tier.VILLAGE, ChiefCells())
        for text in (line.single.get("village", ""), cells.title):
            villages = self.places.villages_in(words.tight(text), town or self.county) if text else []
            if len(villages) == 1:
                self._guess_place(cells, text, villages[0])
                return villages[0]
        return None

    def _guess_place(self, cells: ChiefCells, text: str, region: Region) -> None:
        """A place that is read off a title, or is called otherwise than in the table of divisions, is a guess."""
        if text == cells.title and "title" in cells.at:
            self.guess(cells.at["title"], region.name, "所属区划由职务判断")

    def _complain(self, line: Line, town: Region | None, village: Region | None) -> None:
        """Say which name could not be found, at the cell that names it."""
        upper, lower = line.chiefs.get(Tier.TOWN, ChiefCells()), line.chiefs.get(Tier.VILLAGE, ChiefCells())
        if town is None and (not upper.is_blank or line.single.get("town")):
            spot = self._where(line, "town", upper)
            self.problem(
                spot,
                f"在{self.county.name}找不到这个乡镇（街道）。",
                "请写全名称，如“永中街道党工委书记”，或加一列“乡镇（街道）”。",
            )
        if village is None and (not lower.is_blank or line.single.get("village")):
            text = line.single.get("village") or lower.title
            several = self.places.villages_in(words.tight(text), town or self.county) if text else []
            inside = town.name if town else self.county.name
            names = "、".join(region.name for region in several[:5])
            reason = (
                f"在{inside}有几个村（社区）可能是它：{names}。" if several else f"在{inside}找不到这个村（社区）。"
            )
            remedy = "请按行政区划写全村（社区）名称；区划里确实没有的，请先在“行政区划”中登记。"
            self.problem(self._where(line, "village", lower), reason, remedy)

    def _where(self, line: Line, kind: str, cells: ChiefCells) -> Spot:
        if line.single.get(kind):
            return line.at[kind]
        return cells.at.get("title") or cells.at.get("name") or line.spot

    def _person(self, tier: Tier, cells: ChiefCells, regions: dict[Tier, Region | None]) -> Person | None:
        name, phone = self._read(cells, "name"), self._read(cells, "phone")
        at = cells.at.get("name")
        if at is None or name is None:
            return None
        region = regions.get(tier)
        if not name:
            told = (cells.title not in words.NOBODY and cells.title) or phone
            if told:
                self.problem(at, "有职务或电话而没有姓名。", "请填写姓名；空缺的请把职务和电话也清空。")
            elif region is not None:
                self.problem(
                    at, f"没有{tier.label}河长，该河段将登记为空缺。", "确认空缺可直接导入，以后再任命。", notice=True
                )
            return None
        # Already told at the cell that names the place, or holds the number.
        if region is None or phone is None:
            return None
        starts_on = self.line.starts_on if self.line else None
        person = Person(name, words.tight(cells.title), region, phone, at, starts_on)
        self.target.people.append(person)
        return person

    def _read(self, cells: ChiefCells, part: str) -> str | None:
        """Name or phone; None after noting that it cannot be read."""
        text = getattr(cells, part)
        try:
            return words.read_name(text) if part == "name" else words.read_phone(text)
        except ValueError:
            told = {
                "name": ("这里应只填一个人的姓名。", "几位河长请分行填写，职务、电话请放在各自的列。"),
                "phone": ("不是 11 位手机号。", "请核对；没有手机号的请留空。"),
            }[part]
            self.problem(cells.at[part], *told)
            return None

    def _reach(self, river: WantedRiver, tier: Tier, region: Region, person: Person | None, line: Line) -> None:
        spot = person.spot if person else line.chiefs[tier].at["name"]
        key = (tier, region.code, "")
        new = WantedReach(tier, region, f"{river.name}{spoken(region)}段", spot, person=person)
        reach = river.reaches.setdefault(key, new)
        if reach.person is None:
            reach.person = person
        # A number left out in one of two rows is no second person.
        elif person and (person.name, person.phone or reach.person.phone) != (
            reach.person.name,
            reach.person.phone or person.phone,
        ):
            first = reach.person.spot
            reason = f"“{reach.name}”已在{first.words}登记责任河长{reach.person.name}，一个河段只能有一位责任河长。"
            self.problem(spot, reason, "请保留一位，其余改为副河长另行登记；若是重名河湖，请分开命名。")
        # The length of a reach stands in the row of the reach: that of the lowest tier the list has.
        lowest = max(line.chiefs, key=TIER_ORDER.index)
        if tier == lowest and "reach_length" in line.single:
            reach.length_km = reach.length_km or self._length(line, "reach_length")

    def _check_phones(self) -> None:
        by_phone: dict[str, dict[str, Person]] = {}
        for person in self.target.people:
            if person.phone:
                by_phone.setdefault(person.phone, {}).setdefault(person.name, person)
        for people in by_phone.values():
            if len(people) > 1:
                rows = "、".join(f"{one.spot.words}{one.name}" for one in people.values())
                for one in people.values():
                    spot = Spot(one.spot.sheet, one.spot.row, one.spot.col, one.spot.heading, f"{one.name} {one.phone}")
                    self.problem(spot, SAME_PHONE, f"请核对：{rows}。")

    def _share_phones(self) -> None:
        """A chief whose number stands in one row and is left out in another is one person."""
        numbers: dict[tuple[str, str, str], set[str]] = {}
        for person in self.target.people:
            if person.phone:
                numbers.setdefault(person.triple, set()).add(person.phone)
        for _, reach in self.target.all_reaches():
            holder = reach.person
            known = numbers.get(holder.triple, set()) if holder else set()
            if holder and not holder.phone and len(known) == 1:
                reach.person = replace(holder, phone=next(iter(known)))
