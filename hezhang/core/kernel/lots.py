"""Drawing by lot, so that nobody chooses: by digests, so that anybody can draw it again, whatever a machine's random numbers are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from hashlib import sha256
from math import ceil
from typing import TypeVar

Row = TypeVar("Row")


def lot(seed: str, key: str) -> str:
    """The lot that ``key`` draws; the smallest lots are drawn."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def in_proportion(
    lots: Sequence[Row], percent: int, seed: str, stratum: Callable[[Row], tuple[Hashable, ...]]
) -> list[Row]:
    """So many of a hundred of ``lots`` (in the order of their lots), from each stratum as many as it has of all.

    The whole is rounded up; what is left over goes to the largest fractions.
    """
    strata: dict[tuple[Hashable, ...], list[Row]] = defaultdict(list)
    for one in lots:
        strata[stratum(one)].append(one)
    taken = {key: len(rows) * percent // 100 for key, rows in strata.items()}
    spare = ceil(len(lots) * percent / 100) - sum(taken.values())
    order = sorted(strata, key=lambda key: (-(len(strata[key]) * percent % 100), lot(seed, str(key))))
    for key in order[:spare]:
        taken[key] += 1
    return [one for key, rows in strata.items() for one in rows[: taken[key]]]
