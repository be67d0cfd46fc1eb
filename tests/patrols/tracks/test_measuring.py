"""Length of made tracks against what was truly walked: within 5 %, and nothing for a phone that lies still."""

import pytest

from patrols.tracks.choices import Why
from patrols.tracks.rules import Fix, measure
from tests.patrols.tracks import made
from tests.patrols.tracks.made import Phone

pytestmark = pytest.mark.apart

# How phones err: afresh at each reading, in metres for one axis, or slowly; with their accuracy told or not.
PHONES = {
    "good": {"jitter": 3},
    "plain": {"jitter": 5, "tells": False},
    "between_houses": {"jitter": 8},
    "wandering": {"jitter": 1, "wander": 6, "wander_s": 60},
}
WAYS = {
    "jitter": lambda phone: made.walked(made.straight(), phone),
    "winding": lambda phone: made.walked(made.curved(), phone),
    "u_turn": lambda phone: made.walked(made.there_and_back(), phone),
    "bridge": lambda phone: made.walked(made.over_the_bridge(), phone),
    "rest": lambda phone: made.walked(made.straight(), phone, rests={800: 600}),
    "gap": lambda phone: made.with_gap(made.curved(), phone, 700, 1100),
    "tunnel": lambda phone: made.with_tunnel(made.straight(), phone, 700, 1000),
    "teleport": lambda phone: made.with_teleports(made.straight(), phone, _away(phone)),
    "boat": lambda phone: made.walked(made.straight(6000), phone, pace=4),
}


def _away(phone: Phone) -> dict[int, int]:
    """One reading ten minutes after the start, and twenty seconds of them five minutes later."""
    return {int(600 / phone.every): 1, int(900 / phone.every) + 1: max(1, int(20 / phone.every))}


@pytest.mark.parametrize("every", [1, 5, 15, 60])
@pytest.mark.parametrize("errs", PHONES)
@pytest.mark.parametrize("way", WAYS)
def test_length_within_five_per_cent(way, errs, every):
    for seed in (1, 2):
        walk = WAYS[way](Phone(every=every, seed=seed, **PHONES[errs]))
        assert measure(walk.fixes).metres == pytest.approx(walk.metres, rel=0.05)


@pytest.mark.parametrize("every", [1, 5, 15])
@pytest.mark.parametrize("errs", PHONES)
def test_zigzag_and_slow_walking_are_no_rest(errs, every):
    phone = Phone(every=every, seed=3, **PHONES[errs])
    zigzag = made.walked(made.zigzag(), phone)
    assert measure(zigzag.fixes).metres == pytest.approx(zigzag.metres, rel=0.05)
    slow = made.walked(made.straight(1000), phone, pace=0.5)
    # Half a metre a second through a wandering of six: half of what remains is the phone's way.
    assert measure(slow.fixes).metres == pytest.approx(slow.metres, rel=0.12 if errs == "wandering" else 0.05)


@pytest.mark.parametrize("every", [1, 5, 15, 60])
@pytest.mark.parametrize("errs", PHONES)
def test_a_phone_lying_still_for_an_hour_goes_nowhere(errs, every):
    for seed in (1, 2, 3):
        assert measure(made.at_rest(Phone(every=every, seed=seed, **PHONES[errs])).fixes).metres < 20


def test_a_slow_drift_at_rest_is_no_walk():
    phone = Phone(every=5, jitter=3)
    drifting = [
        phone.fix(second, (x + second / 60, y))
        for second, (x, y), _ in phone.read([(0, 0), (0.001, 0)], 1, {0.0: 3600})
    ]
    assert measure(drifting).metres < 20


def test_a_jump_that_stays_begins_a_new_piece():
    phone = Phone(every=5, jitter=3)
    first, second = made.walked(made.straight(600), phone), made.walked(made.straight(600), phone)
    later = [phone.fix(fix.at - made.NOON + 470, (9000, 0)) for fix in second.fixes[:1]]
    moved = [fix._replace(at=fix.at + 470, lng=fix.lng + 0.09) for fix in second.fixes]
    track = measure([*first.fixes, *moved])
    assert len(track.pieces) == 2
    assert [gap.is_jump for gap in track.gaps] == [True]
    assert track.breaks == 0
    assert track.metres == pytest.approx(first.metres + second.metres, rel=0.05)
    assert measure([*first.fixes, *later]).reasons == {Why.JUMP: 1}


def test_each_point_that_is_not_counted_has_its_reason():
    phone = Phone(every=5, jitter=3)
    walk = made.walked(made.straight(600), phone)
    wrong = [
        Fix(made.NOON, float("nan"), 120.1), Fix(made.NOON, 30.2, 181), Fix(float("inf"), 30.2, 120.1),
        Fix(made.NOON + 3, 30.2, 120.1, 300), Fix(None, 30.2, 120.1), walk.fixes[7]._replace(lat=walk.fixes[7].lat + 1e-5, accuracy_m=40),
    ]  # fmt: skip
    track = measure([*walk.fixes, *wrong])
    assert track.reasons == {Why.BROKEN: 3, Why.UNTIMED: 1, Why.CONFLICT: 1, Why.POOR: 1}
    assert (track.points, len(track.kept)) == (len(walk.fixes) + 6, len(walk.fixes))
    assert track.metres == measure(walk.fixes).metres


def test_two_minutes_of_silence_are_a_break_and_thirty_seconds_are_none():
    for metres, breaks in ((160, 1), (40, 0)):
        track = measure(made.with_gap(made.straight(), Phone(), 700, 700 + metres).fixes)
        assert (track.breaks, len(track.pieces)) == (breaks, breaks + 1)


def test_points_without_times_are_taken_as_they_stand():
    walk = made.walked(made.curved(), Phone(jitter=2))
    track = measure([fix._replace(at=None) for fix in walk.fixes])
    assert track.is_timed is False
    assert track.metres == pytest.approx(walk.metres, rel=0.05)


@pytest.mark.parametrize("fixes", [[], [Fix(1e9, 30, 120)], [Fix(1e9, 30, 120)] * 5, [Fix(1e9, float("nan"), 0)]])
def test_hardly_any_points_are_no_way(fixes):
    assert measure(fixes).metres == 0
