"""What an office's own ledger teaches: naive Bayes over pairs of characters. Small, and counted anew each day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log

from issues.hints.rules.places import bigrams

FEWEST = 30  # descriptions from which anything is learned at all
BACKGROUND = (
    100.0  # pairs of the whole ledger that are lent to each label, so that a rare one is neither certain nor lost
)


@dataclass(frozen=True)
class Learned:
    """``labels``: descriptions by label; ``pairs[label]``: in how many of them a pair of characters occurs."""

    labels: dict[str, int]
    pairs: dict[str, dict[str, int]]

    @property
    def total(self) -> int:
        return sum(self.labels.values())

    @cached_property
    def _all(self) -> tuple[dict[str, int], int]:
        """In how many descriptions a pair occurs, and the sum of it."""
        every: Counter[str] = Counter()
        for counts in self.pairs.values():
            every.update(counts)
        return dict(every), sum(every.values())

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {label: sum(counts.values()) for label, counts in self.pairs.items()}

    def scores(self, found: frozenset[str]) -> dict[str, float]:
        """Logarithm of the likelihood of each label, shifted so that the best is 0; {} when too little was learned."""
        every, _ = self._all
        known = [pair for pair in found if pair in every]
        if self.total < FEWEST or not known:
            return {}
        told = {label: self._score(label, number, known) for label, number in self.labels.items()}
        best = max(told.values())
        return {label: score - best for label, score in told.items()}

    def _score(self, label: str, number: int, known: list[str]) -> float:
        seen, size = self.pairs.get(label, {}), self._sizes.get(label, 0)
        every, whole = self._all
        lent = (BACKGROUND * every[pair] / whole for pair in known)
        told = sum(
            log((seen.get(pair, 0) + more) / (size + BACKGROUND)) for pair, more in zip(known, lent, strict=True)
        )
        return log(number / self.total) + told

    def speaks_for(self, label: str, found: frozenset[str]) -> int:
        """How many descriptions of the label have a pair in common with this one."""
        return max((self.pairs.get(label, {}).get(pair, 0) for pair in found), default=0)


def learn(rows: Iterable[tuple[str, str]]) -> Learned:
    """From (description, label)."""
    labels: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for text, label in rows:
        labels[label] += 1
        pairs[label].update(bigrams(text))
    return Learned(dict(labels), {label: dict(counts) for label, counts in pairs.items()})
