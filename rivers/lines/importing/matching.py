"""Whose line is it? Codes first, then names; a guess says that it is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hezhang.core.geo.files import Feature
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.registry.choices import RiverKind
from rivers.registry.models import Reach, River

STILL = {RiverKind.LAKE, RiverKind.RESERVOIR, RiverKind.WETLAND}  # kinds whose place is an outline
_NOISE = re.compile(r"[\s（）()·\-—_]+")


@dataclass(frozen=True)
class Match:
    """A reach for a line, a river for an area or a place; or why there is none. ``guess`` says what was guessed."""

    target: Reach | River | None = None
    guess: str = ""
    problem: str = ""


def bare(text: str) -> str:
    """A name without blanks, brackets and strokes, which files write as they like."""
    return _NOISE.sub("", text)


@dataclass
class Directory:
    """The reaches and rivers of a post's scope, by code and by name."""

    by_code: dict[str, Reach | River] = field(default_factory=dict)
    reaches: dict[str, list[Reach]] = field(default_factory=lambda: defaultdict(list))
    rivers: dict[str, list[River]] = field(default_factory=lambda: defaultdict(list))
    of_river: dict[int, list[Reach]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, reaches: Iterable[Reach], rivers: Iterable[River]) -> Directory:
        made = cls()
        for river in rivers:
            made.by_code[river.code] = river
            made.rivers[bare(river.name)].append(river)
        for reach in reaches:
            made.by_code[reach.code] = reach
            made.reaches[bare(reach.name)].append(reach)
            made.of_river[reach.river_id].append(reach)
        return made

    def match(self, feature: Feature) -> Match:
        """The row that the feature's words name."""
        words = list(feature.words.values())
        coded = [self.by_code[word] for word in words if word in self.by_code]
        if feature.kind == "line":
            return self._line(words, coded)
        return self._place(words, coded, feature.kind)

    def _line(self, words: list[str], coded: list[Reach | River]) -> Match:
        # A file of reaches often carries the river's code as well: the reach's own is the more exact.
        for reach in coded:
            if isinstance(reach, Reach):
                return Match(reach)
        named = {reach.pk: reach for word in words for reach in self.reaches.get(bare(word), ())}
        if len(named) == 1:
            [reach] = named.values()
            return Match(reach, f"按名称对应到河段“{reach.name}”")
        if named:
            return Match(
                problem=f"有 {len(named)} 个河段同名“{next(iter(named.values())).name}”，请在文件中写上河段编码"
            )
        rivers = [one for one in coded if isinstance(one, River)] or self._named_rivers(words)
        return self._whole_river(rivers)

    def _named_rivers(self, words: list[str]) -> list[River]:
        return list({river.pk: river for word in words for river in self.rivers.get(bare(word), ())}.values())

    def _whole_river(self, rivers: list[River]) -> Match:
        """A line that bears a river's name is its topmost reach's, if there is one."""
        if not rivers:
            return Match(problem="没有编码或名称对得上的河段")
        if len(rivers) > 1:
            return Match(problem=f"有 {len(rivers)} 条河湖同名“{rivers[0].name}”，请在文件中写上编码")
        reaches = self.of_river.get(rivers[0].pk, [])
        if not reaches:
            return Match(problem=f"河湖“{rivers[0].name}”还没有划分河段，请先登记河段")
        top = min(TIER_ORDER.index(Tier(reach.tier)) for reach in reaches)
        tops = [reach for reach in reaches if TIER_ORDER.index(Tier(reach.tier)) == top]
        if len(tops) > 1:
            return Match(
                problem=f"“{rivers[0].name}”有 {len(tops)} 个{tops[0].get_tier_display()}河段，请在文件中写上河段编码"
            )
        return Match(tops[0], f"文件里是河湖“{rivers[0].name}”，推测为其最上级河段“{tops[0].name}”")

    def _place(self, words: list[str], coded: list[Reach | River], kind: str) -> Match:
        coded_rivers = [one for one in coded if isinstance(one, River)]
        found = coded_rivers or self._named_rivers(words)
        what = "面" if kind == "ring" else "点"
        if len(found) != 1:
            many = (
                f"有 {len(found)} 个河湖同名，请在文件中写上编码"
                if found
                else f"没有编码或名称对得上的湖泊、水库（{what}）"
            )
            return Match(problem=many)
        [river] = found
        if river.kind not in STILL:
            return Match(problem=f"“{river.name}”是{river.get_kind_display()}，要用线表示，文件里却是{what}")
        return Match(river, "" if coded_rivers else f"按名称对应到“{river.name}”")
