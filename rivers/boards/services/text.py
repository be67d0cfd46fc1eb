"""The text of a board, made from the registry: nobody types on a board what the registry knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.kernel.words import decimal_words
from rivers.boards.choices import Part
from rivers.boards.models import BoardPattern, PublicPhone, Signboard
from rivers.boards.rules import VACANT, Block, BoardText, Fact
from rivers.boards.signals import facts_asked
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach

ONE_DAY = timedelta(days=1)
WORDS = {str(part.label): part for part in Part}
KEEPERS = (TenureKind.DEPUTY, TenureKind.POLICE, TenureKind.LIAISON, TenureKind.PATROLLER, TenureKind.CIVIL)
# Where no pattern has been loaded: what every standard that we know asks for.
PLAIN = "标题、河段、起止、长度、河长、职责、监督电话、二维码、落款"


def joined(rows: QuerySet[Signboard]) -> QuerySet[Signboard]:
    """With everything of the registry that the text is made of."""
    return rows.select_related(
        "region", "reach__region", "reach__river", "reach__parent__region", "reach__parent__parent__region",
        "reach__parent__parent__parent__region",
    )  # fmt: skip


def board_text(board: Signboard, day: date) -> BoardText:
    """What the board has to say on that day."""
    return Known(joined(Signboard.objects.filter(pk=board.pk)), day).text(board, day)


def parts_of(words: str) -> list[Part]:
    """The parts that a pattern names, in its order; words that are none are left out (the form refuses them)."""
    return [WORDS[word] for word in split(words) if word in WORDS]


def split(words: str) -> list[str]:
    return [word.strip() for word in words.replace("，", "、").replace(",", "、").split("、") if word.strip()]


class Known:
    """What the texts of these boards are made of, read in a handful of queries however many they are."""

    def __init__(self, boards: Iterable[Signboard], today: date) -> None:
        self.boards = {one.pk: one for one in boards}
        self.chains = {one.pk: chain(one.reach) for one in self.boards.values()}
        reaches = {reach.pk: reach for several in self.chains.values() for reach in several}
        self.held: dict[tuple[int, str], list[Tenure]] = defaultdict(list)
        for tenure in _tenures(reaches):
            self.held[tenure.reach_id, tenure.kind].append(tenure)
        posts = {tenure.post_id for several in self.held.values() for tenure in several}
        self.phones = dict(PublicPhone.objects.filter(post__in=posts).values_list("post", "number"))
        self.offices = _offices({reach.region_id for reach in reaches.values()})
        self.patterns = BoardPattern.objects.by_place()
        self.told: dict[int, list[Fact]] = defaultdict(list)
        own = [several[0] for several in self.chains.values()]
        answers: list[tuple[Any, Any]] = facts_asked.send(Signboard, reaches=own, day=today)
        for _, answer in answers:
            for reach, facts in answer.items():
                self.told[reach] += facts

    def text(self, board: Signboard, day: date) -> BoardText:
        """Both sides on that day, and the facts on them."""
        board = self.boards[board.pk]
        pattern = self.pattern(board)
        parts = dict.fromkeys([*parts_of(pattern.front), *parts_of(pattern.back)])
        facts = [fact for part in parts for fact in self._facts_of(part, board, day)]
        front, back = ([*self._blocks(parts_of(side), pattern, board, facts)] for side in (pattern.front, pattern.back))
        return BoardText(pattern.name, front, back, facts, (pattern.width_mm, pattern.height_mm))

    def pattern(self, board: Signboard) -> Any:
        """The first pattern of the place."""
        rows = self.patterns.of(board.region_id)
        return rows[0] if rows else BoardPattern(name="简版", front=PLAIN)

    def facts(self, board: Signboard, day: date) -> list[Fact]:
        """What the registry says that day of everything that may stand on a board, whichever pattern holds now."""
        known = self.boards[board.pk]
        return [fact for part in Part for fact in self._facts_of(part, known, day)]

    def days(self, board: Signboard, after: date) -> list[date]:
        """The days after that one on which somebody on the board comes or goes, in order."""
        held = [one for reach in self.chains[board.pk] for kind in TenureKind for one in self.held[reach.pk, kind]]
        found = {_start(one) for one in held} | {end + ONE_DAY for one in held if (end := _end(one)) < date.max}
        return sorted(day for day in found if day > after)

    def _facts_of(self, part: Part, board: Signboard, day: date) -> Iterator[Fact]:
        reach = board.reach
        if part == Part.CHIEFS:
            for one in reversed(self.chains[board.pk]):
                yield from self._chief(one, day)
        elif part == Part.KEEPERS:
            for kind in KEEPERS:
                names = [one.post.user.name for one in self._on(reach.pk, kind, day)]
                yield Fact(f"keepers.{kind}", str(kind.label), "、".join(names))
        elif part == Part.TARGET:
            yield from self.told[reach.pk] or [Fact("target", "目标水质", "")]
        elif part == Part.PHONES:
            yield Fact("offices", "监督电话", "；".join(self._offices_of(board)))
        elif part in PLAIN_FACTS:
            label, read = PLAIN_FACTS[part]
            yield Fact(str(part), label, read(board))

    def _chief(self, reach: Reach, day: date) -> Iterator[Fact]:
        """The responsible chief; of a vacant reach the last one, marked as such."""
        tier, label = Tier(reach.tier), f"{Tier(reach.tier).label}河长"
        held = [one for one in self.held[reach.pk, TenureKind.RESPONSIBLE] if _start(one) <= day and _is_held(one)]
        last = held[-1] if held else None
        vacant = last is None or _end(last) < day
        yield Fact(f"chief.{tier}", label, _named(last) if last else "", vacant)
        yield Fact(f"phone.{tier}", f"{label}电话", self._phone(last) if last else "", vacant)

    def _on(self, reach: int, kind: str, day: date) -> list[Tenure]:
        return [one for one in self.held[reach, kind] if _start(one) <= day <= _end(one)]

    def _phone(self, tenure: Tenure) -> str:
        """Of the post, its unit, or the office of its region: never the person's own."""
        post = tenure.post
        unit = post.department.phone if post.department else ""
        return (
            self.phones.get(post.pk)
            or unit
            or next((one.phone for one in self.offices[post.region_id] if one.phone), "")
        )

    def _offices_of(self, board: Signboard) -> list[str]:
        codes = {*_above(board.region_id), *(one.region_id for one in self.chains[board.pk])}
        return [f"{one.name} {one.phone}" for code in sorted(codes) for one in self.offices[code] if one.phone]

    def _blocks(
        self, parts: Sequence[Part], pattern: BoardPattern, board: Signboard, facts: list[Fact]
    ) -> Iterator[Block]:
        said = {one.key: VACANT if one.vacant else one.value for one in facts}
        for part in parts:
            if lines := [line for line in self._lines(part, pattern, board, said) if line]:
                yield Block(str(part), HEADINGS.get(part, ""), lines)

    def _lines(self, part: Part, pattern: BoardPattern, board: Signboard, said: dict[str, str]) -> list[str]:
        if part == Part.CHIEFS:
            return [_chief_line(tier, said) for tier in TIER_ORDER if f"chief.{tier}" in said]
        if part == Part.KEEPERS:
            return [f"{kind.label}：{said[f'keepers.{kind}']}" for kind in KEEPERS if said[f"keepers.{kind}"]]
        if part == Part.PHONES:
            return [*said["offices"].split("；"), *pattern.hotline.splitlines()]
        if part == Part.TITLE:
            return [f"{said['title']}{pattern.heading}"]
        if part == Part.SIGNED:
            return [pattern.signed or self._signature(board)]
        if part in OWN_WORDS:
            return str(getattr(pattern, OWN_WORDS[part])).splitlines()
        return [str(part.label)] if part in (Part.SKETCH, Part.QR) else [said.get(str(part), "")]

    def _signature(self, board: Signboard) -> str:
        county = _above(board.region_id)[0]
        return next((one.name for one in self.offices[county] if one.kind == DepartmentKind.OFFICE), "河长制办公室")


HEADINGS = {
    Part.REACH: "河段名称",
    Part.SPAN: "起止位置",
    Part.LENGTH: "河段长度",
    Part.RANGE: "管理范围",
    Part.CHIEFS: "河长",
    Part.KEEPERS: "协管人员",
    Part.DUTIES: "河长职责",
    Part.TARGET: "目标水质",
    Part.GOAL: "治理目标",
    Part.PHONES: "监督电话",
    Part.BANS: "河湖管理范围内禁止下列行为",
}
OWN_WORDS = {Part.DUTIES: "duties", Part.BANS: "bans", Part.SLOGAN: "slogan"}


def _span(board: Signboard) -> str:
    ends = [("起点", board.reach.start_place), ("终点", board.reach.end_place)]
    return "，".join(f"{label}：{place}" for label, place in ends if place)


def _length(board: Signboard) -> str:
    return f"{decimal_words(board.reach.length_km)} 公里" if board.reach.length_km else ""


PLAIN_FACTS: dict[Part, Any] = {
    Part.TITLE: ("河湖名称", lambda board: board.reach.river.name),
    Part.REACH: ("河段名称", lambda board: board.reach.name),
    Part.SPAN: ("起止位置", _span),
    Part.LENGTH: ("河段长度", _length),
    Part.RANGE: ("管理范围", lambda board: board.range_words),
    Part.GOAL: ("治理目标", lambda board: board.goal),
}


def _chief_line(tier: Tier, said: dict[str, str]) -> str:
    phone = said[f"phone.{tier}"]
    return f"{tier.label}河长：{said[f'chief.{tier}']}" + (f"　电话：{phone}" if phone not in ("", VACANT) else "")


def _named(tenure: Tenure) -> str:
    title = tenure.post.title
    return f"{tenure.post.user.name}（{title}）" if title else tenure.post.user.name


def chain(reach: Reach) -> list[Reach]:
    """The reach and those that it lies in, upwards."""
    found = [reach]
    while found[-1].parent is not None and len(found) < len(TIER_ORDER):
        found.append(found[-1].parent)
    return found


def _tenures(reaches: Iterable[int]) -> QuerySet[Tenure]:
    rows = Tenure.objects.filter(reach__in=list(reaches)).select_related("post__user", "post__department")
    return rows.order_by("starts_on", "pk")


def _start(tenure: Tenure) -> date:
    return max(tenure.starts_on, tenure.post.starts_on)


def _end(tenure: Tenure) -> date:
    """Nobody holds a reach longer than the office it hangs on."""
    return min(tenure.ends_on or date.max, tenure.post.ends_on or date.max)


def _is_held(tenure: Tenure) -> bool:
    """One that was to begin after its post ended was never held."""
    return _end(tenure) >= _start(tenure)


def _above(code: str) -> list[str]:
    """The county and the city that a region lies in."""
    return [code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in (Tier.COUNTY, Tier.CITY)]


def _around(code: str) -> list[str]:
    """The region itself, its town, its county."""
    return list(dict.fromkeys([code, code[: CODE_DIGITS[Tier.TOWN]].ljust(12, "0"), _above(code)[0]]))


def _offices(regions: Iterable[str]) -> dict[str, list[Department]]:
    """River-chief offices and town governments, the office first."""
    codes = {code for region in regions for code in (*_above(region), *_around(region))}
    kinds = [DepartmentKind.OFFICE, DepartmentKind.TOWN]
    found: dict[str, list[Department]] = defaultdict(list)
    rows = Department.objects.filter(region__in=codes, kind__in=kinds, is_active=True)
    for unit in rows.order_by("kind", "pk"):
        found[unit.region_id].append(unit)
    return found
