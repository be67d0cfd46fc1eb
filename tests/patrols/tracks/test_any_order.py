"""The same points in any order, any number of times, in any parcels, are the same track."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from patrols.tracks.rules import Fix, Track, measure
from tests.patrols.tracks import made

WALKS = [
    made.with_tunnel(made.curved(900), made.Phone(every=5, jitter=4), 200, 420).fixes,
    made.with_teleports(made.straight(700), made.Phone(every=5, jitter=6, tells=False), {30: 1, 60: 4}).fixes,
]
odd = st.sampled_from([float("nan"), float("inf"), -91.0, 30.2, 1e300])
FIXES = st.builds(
    Fix,
    at=st.one_of(st.none(), st.integers(0, 900).map(lambda second: made.NOON + second), odd),
    lat=st.one_of(st.floats(30.19, 30.21), odd),
    lng=st.one_of(st.floats(120.09, 120.11), odd),
    accuracy_m=st.one_of(st.none(), st.floats(0, 200), odd),
)


def told(track: Track) -> tuple:
    return track.points, track.kept, track.reasons, track.gaps, track.pieces, track.metres, track.moving_s


@given(st.sampled_from(WALKS), st.randoms(use_true_random=False), st.lists(st.integers(0, 10_000), max_size=60))
@settings(max_examples=30, deadline=None)
def test_a_walk_in_any_order_and_repeated(walk, chance, again):
    parcels = [*walk, *(walk[number % len(walk)] for number in again)]
    chance.shuffle(parcels)
    assert told(measure(parcels)) == told(measure(walk))


@given(st.lists(FIXES, max_size=60), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_nonsense_in_any_order(fixes, seed):
    """Without any time the order is all there is; so one point has one."""
    fixes = [Fix(made.NOON, 30.2, 120.1), *fixes]
    mixed = [*fixes, *fixes[::3]]
    random.Random(seed).shuffle(mixed)
    first = measure(fixes)
    assert told(measure(mixed)) == told(first)
    assert first.metres >= 0
    assert first.points == len(first.kept) + sum(first.reasons.values())
