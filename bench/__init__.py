"""Ours beside its limit, in one run on one machine: ``python -m bench [word …]``.

Each file of this package adds rows::

    @bench("ledger")
    def ledger_pages() -> Iterator[Row]:
        fast, slow = interleaved(ours, limit)
        yield Row("台账首页", fast, slow, "同一条 SQL", "s", at_most=1.5)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

Bench = Callable[[], "Iterable[Row]"]
REGISTERED: dict[str, Bench] = {}


@dataclass(frozen=True)
class Row:
    """One comparison. ``ratio`` = ours ÷ limit, which must be ``at_most`` or ``at_least`` (or both) its bar."""

    what: str
    ours: float
    limit: float
    limit_name: str
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def bar(self) -> str:
        parts = [f"≤ {self.at_most:g}" if self.at_most is not None else ""]
        parts.append(f"≥ {self.at_least:g}" if self.at_least is not None else "")
        return " ".join(part for part in parts if part)

    @property
    def ok(self) -> bool:
        over = self.at_most is not None and self.ratio > self.at_most
        under = self.at_least is not None and self.ratio < self.at_least
        return not (over or under)


def bench(name: str) -> Callable[[Bench], Bench]:
    """Register a function that yields rows; ``name`` chooses it on the command line."""

    def register(function: Bench) -> Bench:
        REGISTERED[name] = function
        return function

    return register


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(ours: Callable[[], float], limit: Callable[[], float], times: int = 3) -> tuple[float, float]:
    """Medians of figures measured in turn, so that a busy moment of the machine hits both."""
    pairs = [(ours(), limit()) for _ in range(times)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
