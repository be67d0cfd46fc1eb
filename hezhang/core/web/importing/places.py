"""Which region a list means: names in titles and columns, matched with or without their endings. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from hezhang.core.kernel.choices import Tier

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Region

VILLAGE_ENDS = ("村民委员会", "村委会", "村")
COMMUNITY_ENDS = ("社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区")
ENDINGS = {
    Tier.CITY: ("市",),
    Tier.COUNTY: ("自治县", "新区", "区", "县", "市", "旗"),
    Tier.TOWN: ("街道办事处", "街道", "镇", "乡"),
    Tier.VILLAGE: VILLAGE_ENDS + COMMUNITY_ENDS,
}
# What may follow a village's bare name in a title: its kind, or the office itself.
AFTER = re.compile(r"(村|社区|居|党|两委|书记|主任|副|支部|支书|总支|委|网格|$)")


def bare(name: str, tier: str) -> str:
    """The name without its ending: 永中街道 → 永中, 桥北村委会 → 桥北; never shorter than two characters."""
    for ending in sorted(ENDINGS[Tier(tier)], key=len, reverse=True):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def spoken(region: Region) -> str:
    """The name as people say it in the name of a reach: 桥北村委会 → 桥北村, 宁村村委会 → 宁村."""
    for ending in ("村民委员会", "村委会"):
        if region.name.endswith(ending):
            stem = region.name[: -len(ending)]
            return stem if stem.endswith("村") else f"{stem}村"
    return region.name


class Places:
    """All regions of a district (or of several), looked up by the words of a list."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.by_code = {region.code: region for region in regions}
        self.by_tier: dict[str, list[Region]] = {tier: [] for tier in Tier}
        for region in self.by_code.values():
            self.by_tier[region.tier].append(region)
        self._called: dict[tuple[str, Tier | None], list[Region]] = {}
        self._full: dict[str, list[Region]] = {}
        self._stems: dict[str, list[Region]] = {}
        for region in self.by_code.values():
            self._full.setdefault(region.name, []).append(region)
            self._stems.setdefault(bare(region.name, region.tier), []).append(region)

    def called(self, text: str, tier: Tier | None = None) -> list[Region]:
        """Regions that a cell names as a whole: the full name first, else without endings; several where it is not clear."""
        text, asked = re.sub(r"\s+", "", text), (text, tier)
        # A list of 20,000 rows names the same few villages again and again.
        if asked not in self._called:
            self._called[asked] = self._named(text, tier)
        return self._called[asked]

    def _named(self, text: str, tier: Tier | None) -> list[Region]:
        # As it stands first: there are villages whose own name begins with their town's.
        if found := self._inside(text, tier, None):
            return found
        inside: Region | None = None
        # 桥头镇上桥村: what stands above is said with it.
        for upper in (Tier.CITY, Tier.COUNTY, Tier.TOWN):
            above = next((one for one in self.by_tier[upper] if text.startswith(one.name) and text != one.name), None)
            if above is not None:
                text, inside = text[len(above.name) :], above
        return self._inside(text, tier, inside) if inside else []

    def _inside(self, text: str, tier: Tier | None, inside: Region | None) -> list[Region]:
        """Regions of this name, the full one first, else without endings."""
        stems = {bare(text, each) for each in ENDINGS} if len(text) > 1 else set()
        for names, words in ((self._full, {text}), (self._stems, stems)):
            found = {one.code: one for word in words for one in names.get(word, [])}
            kept = [one for one in found.values() if tier is None or one.tier == tier]
            kept = [one for one in kept if inside is None or inside.contains(one.code)]
            if kept:
                return kept
        return []

    def county_in(self, text: str) -> Region | None:
        """The county that a line of title names; the longest name wins."""
        # Full names first: 龙湾区 must not lose to a county whose bare name happens to stand in the title, too.
        return _best([region for region in self.by_tier[Tier.COUNTY] if region.name in text]) or _best(
            [region for region in self.by_tier[Tier.COUNTY] if bare(region.name, region.tier) in text]
        )

    def towns_in(self, text: str, county: Region | None) -> list[Region]:
        """Towns that a title or a cell names (永中街道党工委书记, 永中), within the county if it is known."""
        towns = [town for town in self.by_tier[Tier.TOWN] if county is None or county.contains(town.code)]
        full = [town for town in towns if town.name in text]
        # Without the ending only at the start: 永中 inside another word is no town.
        found = full or [town for town in towns if text.startswith(bare(town.name, town.tier))]
        longest = max((len(town.name) for town in found), default=0)
        return [town for town in found if len(town.name) == longest]

    def villages_in(self, text: str, area: Region) -> list[Region]:
        """Villages of the area that a title or a cell names: 镇中社区书记 → 镇中社区, 桥北村书记 → 桥北村委会.

        One result is a match; several are for the office to decide.
        """
        villages = [village for village in self.by_tier[Tier.VILLAGE] if area.contains(village.code)]
        text = self._without_upper(text, area)
        full = _longest([village for village in villages if text.startswith(village.name)], lambda one: len(one.name))
        if full:
            return full
        found = [village for village in villages if _names(text, bare(village.name, village.tier))]
        found = _longest(found, lambda one: len(bare(one.name, one.tier)))
        return _of_kind(found, text) if len(found) > 1 else found

    def _without_upper(self, text: str, area: Region) -> str:
        """永中街道镇中社区书记 → 镇中社区书记."""
        for upper in (self.by_tier[Tier.COUNTY], self.by_tier[Tier.TOWN]):
            for region in upper:
                related = area.contains(region.code) or region.contains(area.code)
                if related and text.startswith(region.name) and len(text) > len(region.name):
                    text = text[len(region.name) :]
        return text

    def county_of_towns(self, texts: Iterable[str]) -> Region | None:
        """The county that holds most of the towns named; None if no town is known or two counties tie."""
        votes: Counter[str] = Counter()
        for text in texts:
            votes.update({town.code[:6] for town in self.towns_in(text, None)})
        ranked = votes.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return self.by_code.get(ranked[0][0].ljust(12, "0"))


def _names(text: str, stem: str) -> bool:
    return text.startswith(stem) and AFTER.match(text[len(stem) :]) is not None


def _best(regions: list[Region]) -> Region | None:
    return max(regions, key=lambda region: len(region.name), default=None)


def _longest(regions: list[Region], length: Callable[[Region], int]) -> list[Region]:
    top = max((length(region) for region in regions), default=0)
    return [region for region in regions if length(region) == top]


def _of_kind(villages: list[Region], text: str) -> list[Region]:
    """瑶溪村书记 means 瑶溪村委会 and not 瑶溪社区."""
    stem = bare(villages[0].name, villages[0].tier)
    rest = text[len(stem) :]
    for mark, endings in (("村", VILLAGE_ENDS), ("社区", COMMUNITY_ENDS), ("居", COMMUNITY_ENDS)):
        if rest.startswith(mark):
            return [village for village in villages if village.name.endswith(endings)] or villages
    return villages
