"""Events in the order of time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime

Act = Callable[[datetime], None]


class Agenda:
    """Events in the order of time; one may put later ones on. What lies in the future stays undone."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.heap: list[tuple[datetime, int, Act]] = []
        self.order = itertools.count()

    def put(self, at: datetime, act: Act) -> None:
        heapq.heappush(self.heap, (at, next(self.order), act))

    def run(self) -> None:
        while self.heap:
            at, _, act = heapq.heappop(self.heap)
            if at <= self.now:
                act(at)
