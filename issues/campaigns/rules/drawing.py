"""双随机: which reaches, and who looks at them, both by lot; nobody looks at what he answers for (回避).

Pure functions of what there was: the same places, people, wishes and seed are the same draw for ever.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.lots import in_proportion, lot
from issues.campaigns.choices import How

MOST_TRIES = 20  # pairings that are tried, for one that leaves no reach without a team


class Place(NamedTuple):
    """What the lot knows of a reach; ``answering``: posts of the pool that answer for it."""

    pk: int
    code: str
    region: str
    tier: str
    answering: tuple[int, ...] = ()

    @property
    def town(self) -> str:
        """Digits of the town, or of the county where it lies in none."""
        return self.region[: CODE_DIGITS[Tier.TOWN]]

    @property
    def stratum(self) -> tuple[str, str]:
        return self.town, self.tier


class Person(NamedTuple):
    """Somebody of the pool, by his post; ``regions``: digits of the towns and villages where he holds any post."""

    pk: int
    regions: tuple[str, ...] = ()

    def answers_for(self, place: Place) -> bool:
        """By his region (the reach lies in it, or it lies at the reach), or because he or his unit has the reach in hand."""
        digits = place.region[: CODE_DIGITS[Tier(place.tier)]] if place.tier else place.region
        near = any(digits.startswith(own) or own.startswith(digits) for own in self.regions)
        return near or self.pk in place.answering


class Asked(NamedTuple):
    """So many reaches of each tier in each town, or so many of a hundred of all."""

    how: str
    amount: int


class Drawn(NamedTuple):
    """``teams``: posts, team 1 first; ``visits``: each reach with its team's number; ``barred``: reaches for which every
    team has somebody who answers for them."""

    teams: list[list[int]]
    visits: list[tuple[Place, int]]
    barred: list[Place]


def draw(places: Iterable[Place], people: Iterable[Person], asked: Asked, seed: str) -> Drawn:
    """Teams first, then reaches that some team may look at, then who looks at which."""
    places, people = list(places), list(people)
    bars = {one.pk: {place.pk for place in places if one.answers_for(place)} for one in people}
    teams = _teams(list(bars), bars, seed)
    shut = [set().union(*(bars[pk] for pk in team)) for team in teams]
    nowhere = set.intersection(*shut) if shut else {one.pk for one in places}
    lots = sorted((one for one in places if one.pk not in nowhere), key=lambda one: (lot(seed, one.code), one.code))
    visits = _handed_out(_taken(lots, asked, seed), shut, seed)
    barred = sorted((one for one in places if one.pk in nowhere), key=lambda one: one.code)
    return Drawn(teams, sorted(visits, key=lambda each: (each[0].stratum, each[0].code)), barred)


def _teams(pool: Sequence[int], bars: dict[int, set[int]], seed: str) -> list[list[int]]:
    """The first pairing that leaves the fewest reaches without a team: with one that leaves none, nobody tries on."""
    best: tuple[int, list[list[int]]] | None = None
    for number in range(MOST_TRIES):
        teams = pairs(pool, seed_of_try(seed, number))
        left = len(set.intersection(*(set().union(*(bars[pk] for pk in team)) for team in teams))) if teams else 0
        if best is None or left < best[0]:
            best = left, teams
        if left == 0:
            break
    return best[1] if best else []


def seed_of_try(seed: str, number: int) -> str:
    return f"{seed}/{number}"


def pairs(pool: Collection[int], seed: str) -> list[list[int]]:
    """Teams of two, in the order of the lots; of an odd number the last is of three."""
    order = sorted(pool, key=lambda pk: (lot(seed, f"post {pk}"), pk))
    teams = [order[first : first + 2] for first in range(0, len(order) - 1, 2)]
    if len(order) % 2 and teams:
        teams[-1].append(order[-1])
    return teams


def _taken(lots: list[Place], asked: Asked, seed: str) -> list[Place]:
    """The smallest lots of each town and tier."""
    if asked.how == How.SHARE:
        return in_proportion(lots, asked.amount, seed, lambda one: one.stratum)
    strata: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for one in lots:
        strata[one.stratum].append(one)
    return [one for rows in strata.values() for one in rows[: asked.amount]]


def _handed_out(taken: list[Place], shut: list[set[int]], seed: str) -> list[tuple[Place, int]]:
    """Each to the team with the least to do of those that may; among equals the lot decides. Teams count from 1."""
    load: Counter[int] = Counter()
    found = []
    # Those with the fewest teams to choose from first, so that the work is spread evenly.
    open_to = {one.pk: [number for number, bar in enumerate(shut) if one.pk not in bar] for one in taken}
    for one in sorted(taken, key=lambda one: (len(open_to[one.pk]), lot(seed, one.code), one.code)):
        team = min(open_to[one.pk], key=lambda number: (load[number], lot(seed, f"{one.code} {number}")))
        load[team] += 1
        found.append((one, team + 1))
    return found


def spared(days: int) -> str:
    """Why a reach was left out."""
    return f"{days} 天内检查过"


def by_hand(why: str) -> str:
    return f"人工排除：{why}"
