"""本期还没巡: who below has not walked in the period that runs, by town; to be called or reminded while there is time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from hezhang.core.accounts.models import Post, Region
from patrols.judgement.facts.duties import owed_now, owing_now
from patrols.judgement.facts.table import line_of
from patrols.judgement.facts.wording import owed_words
from patrols.norms.rules.duty import ChiefDuty


@dataclass
class Town:
    """A town's chiefs, or those of the county itself."""

    region: Region
    chiefs: int = 0
    lagging: list[ChiefDuty] = field(default_factory=list)


@dataclass(frozen=True)
class Lagging:
    """``done``: how many of ``chiefs`` owe nothing more in the periods that run."""

    towns: list[Town]
    chiefs: int

    @property
    def done(self) -> int:
        return self.chiefs - sum(len(town.lagging) for town in self.towns)


def lagging(post: Post, on: date) -> Lagging:
    """Of the post's region and below, without the person asking; those whose period ends first come first."""
    owing = [duty for duty in owing_now(post.region, on) if duty.post_id != post.pk and duty.due_count]
    by_town: dict[str, list[ChiefDuty]] = defaultdict(list)
    for duty in owing:
        by_town[line_of(duty.region_id, duty.tier)].append(duty)
    regions = Region.objects.in_bulk(by_town)
    towns = [
        Town(regions[code], len(duties), sorted((one for one in duties if one.missed), key=_by_end))
        for code, duties in sorted(by_town.items())
    ]
    return Lagging(sorted(towns, key=lambda town: -len(town.lagging)), len(owing))


def lacking_words(chief: Post, on: date) -> str:
    """本周还需 1 次（11月29日前）; "" where the running periods are done."""
    return "；".join(dict.fromkeys(owed_words(one) for one in owed_now(chief, on) if not one.is_met))


def _by_end(duty: ChiefDuty) -> tuple[date, str, int]:
    return min(one.period.end for one in duty.missed), duty.region_id, duty.post_id
