"""Points as they come, put in order: what cannot be a point of the walk is set aside with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from hezhang.core.geo.positions import valid_position
from patrols.tracks.choices import Why

# In a street between houses phones say 10–30 m, from masts 100 m and more. A point worse than this may lie on either
# bank of most rivers, and a walk through such points is longer than the river.
POOR_M = 50.0
# 1970 to 2100: a time beyond is a fault of the device, not a day.
LATEST = 4_102_444_800.0


class Fix(NamedTuple):
    """One reading: seconds since 1970 (None: the file has no times), WGS-84 degrees, radius of error in metres if told."""

    at: float | None
    lat: float
    lng: float
    accuracy_m: float | None = None


class Dropped(NamedTuple):
    fix: Fix
    why: Why


def sorted_out(fixes: Iterable[Fix]) -> tuple[list[Fix], list[Dropped]]:
    """(points to be measured, in the order of time; the others with their reason). The order in which they came, and
    how often one came, makes no difference. Without any times, the order is the file's and nothing is a repetition."""
    sound, dropped = [], []
    for fix in fixes:
        if is_sound(fix):
            sound.append(fix)
        else:
            dropped.append(_broken(fix))
    if not any(fix.at is not None for fix in sound):
        return _accurate(sound, list(set(dropped)))
    dropped += [Dropped(fix, Why.UNTIMED) for fix in sound if fix.at is None]
    ordered = sorted({fix for fix in sound if fix.at is not None}, key=_order)
    return _accurate(ordered, list(set(dropped)), by_time=True)


def is_sound(fix: Fix) -> bool:
    """Numbers, on the globe, and a time that may be."""
    at, accuracy = fix.at, fix.accuracy_m
    is_timed = at is None or (isfinite(at) and 0 < at < LATEST)
    return (
        is_timed and valid_position(fix.lat, fix.lng) and (accuracy is None or (isfinite(accuracy) and accuracy >= 0))
    )


def _broken(fix: Fix) -> Dropped:
    """Not a number is unlike itself: written as one that is out of range, the same point is the same again."""
    at, lat, lng, accuracy = (None if one is None else one if isfinite(one) else -1e9 for one in fix)
    return Dropped(Fix(at, lat or 0.0, lng or 0.0, accuracy), Why.BROKEN)


def _order(fix: Fix) -> tuple[float, ...]:
    """By time; of one moment the most exact first, and then any order, as long as it is always the same."""
    return fix.at or 0.0, -1.0 if fix.accuracy_m is None else fix.accuracy_m, fix.lat, fix.lng


def _accurate(fixes: list[Fix], dropped: list[Dropped], *, by_time: bool = False) -> tuple[list[Fix], list[Dropped]]:
    kept: list[Fix] = []
    for fix in fixes:
        if (fix.accuracy_m or 0) > POOR_M:
            dropped.append(Dropped(fix, Why.POOR))
        elif by_time and kept and kept[-1].at == fix.at:
            dropped.append(Dropped(fix, Why.CONFLICT))
        else:
            kept.append(fix)
    return kept, dropped
