"""Share of the reach: within three points of what was walked; what lies in a gap was not."""

import pytest

from patrols.tracks.rules import measure, share_walked
from tests.patrols.tracks import made
from tests.patrols.tracks.made import PLANE, Phone


def reach(way) -> list[tuple[float, float]]:
    return PLANE.round(way)


@pytest.mark.parametrize("every", [1, 5, 15])
@pytest.mark.parametrize("jitter", [3, 8])
@pytest.mark.parametrize("length", [600, 1000, 2000])
def test_a_part_of_the_reach(every, jitter, length):
    line = reach(made.straight(2000))
    for seed in (1, 2):
        track = measure(made.walked(made.straight(length), Phone(every=every, jitter=jitter, seed=seed)).fixes)
        assert share_walked(line, track.pieces) == pytest.approx(length / 2000, abs=0.03)


@pytest.mark.parametrize("wander", [0, 6])
def test_a_winding_reach_on_its_bank_with_a_gap(wander):
    way = made.curved(2000)
    line = reach([(x + 12, y - 9) for x, y in way])
    for seed in (1, 2, 3):
        walk = made.with_gap(way, Phone(every=5, jitter=3, wander=wander, seed=seed), 700, 1100)
        assert share_walked(line, measure(walk.fixes).pieces) == pytest.approx(0.8, abs=0.03)


def test_there_and_back_is_walked_once():
    track = measure(made.walked(made.there_and_back(1000), Phone()).fixes)
    assert share_walked(reach([(0, 0), (2000, 0)]), track.pieces) == pytest.approx(0.5, abs=0.03)


def test_over_the_bridge_and_away_is_no_walk_along_the_river():
    track = measure(made.walked([(500, -600), (500, 600)], Phone()).fixes)
    assert share_walked(reach([(0, 0), (2000, 0)]), track.pieces) == pytest.approx(0, abs=0.01)


def test_how_far_away_counts_is_given():
    track = measure(made.walked([(0, 80), (2000, 80)], Phone()).fixes)
    line = reach([(0, 0), (2000, 0)])
    assert share_walked(line, track.pieces, 50) == 0
    assert share_walked(line, track.pieces, 120) == pytest.approx(1, abs=0.03)


def test_a_reach_without_a_line_has_no_share():
    assert share_walked([], [[(30.2, 120.1), (30.3, 120.1)]]) is None
    assert share_walked([(30.2, 120.1)] * 2, []) is None
