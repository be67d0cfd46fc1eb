"""Tracks of 3,000 points: measured as a patrol's, beside adding up the distances of the raw points."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

from bench import Row, bench, interleaved
from hezhang.core.geo.positions import haversine
from patrols.tracks.rules import Fix, measure, share_walked
from tests.patrols.tracks import made

POINTS = 3_000


@bench("track")
def tracks() -> Iterator[Row]:
    walk = made.walked(made.curved(int(POINTS * 1.3)), made.Phone(jitter=4)).fixes[:POINTS]
    ours, raw = interleaved(lambda: _took(lambda: measure(walk)), lambda: _took(lambda: _added_up(walk)), 9)
    yield Row(
        f"轨迹长度（{POINTS:,} 点，每秒 {1 / ours:.0f} 条）",
        ours * 1000,
        raw * 1000,
        "逐点相加（半正矢）",
        "ms",
        at_most=40,
    )
    line, pieces = made.PLANE.round(made.curved(int(POINTS * 1.3))), measure(walk).pieces
    share, _ = interleaved(lambda: _took(lambda: share_walked(line, pieces)), lambda: 0.0, 9)
    yield Row("覆盖河段比例（同一条轨迹）", share * 1000, ours * 1000, "轨迹长度", "ms", at_most=2)


def _took(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _added_up(fixes: list[Fix]) -> float:
    return sum(haversine(one.lat, one.lng, other.lat, other.lng) for one, other in pairwise(fixes))
