"""Positions, datums and lengths, held against what others publish and reckon."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from hezhang.core.geo import datums, positions

EXACT = Geod(ellps="WGS84")


def test_haversine_knows_a_degree():
    assert positions.haversine(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert positions.haversine(27.9, 120.8, 27.9, 120.8) == 0


@pytest.mark.parametrize("place", [(nan, 120), (27, inf), (91, 120), (27, 181), (None, 120), (27, None)])
def test_impossible_positions(place):
    assert not positions.valid_position(*place)
    assert positions.valid_position(-90, 180)


def test_gcj_shifts_by_hundreds_of_metres_inside_the_mainland_only():
    here = (27.9318, 120.8205)
    there = datums.wgs_to_gcj(*here)
    assert 300 < positions.haversine(*here, *there) < 700
    # Tian'anmen, as the published tables give it.
    assert datums.wgs_to_gcj(39.9087, 116.3975) == pytest.approx((39.9101, 116.4037), abs=1e-4)
    assert datums.wgs_to_gcj(48.85, -2.35) == (48.85, -2.35)


@given(lat=st.floats(20, 45), lng=st.floats(85, 125))
def test_the_way_there_and_back(lat, lng):
    back = datums.gcj_to_wgs(*datums.wgs_to_gcj(lat, lng))
    assert positions.haversine(lat, lng, *back) < 0.01
    gcj = datums.bd_to_gcj(*datums.gcj_to_bd(lat, lng))
    assert positions.haversine(lat, lng, *gcj) < 0.01
    assert datums.wgs_to_bd(lat, lng) == datums.gcj_to_bd(*datums.wgs_to_gcj(lat, lng))


lats, lngs = st.floats(-80, 80), st.floats(-179, 179)


@given(lat1=lats, lng1=lngs, lat2=lats, lng2=lngs)
def test_distances_are_those_of_the_ellipsoid(lat1, lng1, lat2, lng2):
    exact = EXACT.line_length([lng1, lng2], [lat1, lat2])
    # Nearly opposite on the globe the shortest way is not one line any more.
    if exact < 19_000_000:
        assert positions.geodesic(lat1, lng1, lat2, lng2) == pytest.approx(exact, rel=1e-4, abs=1e-6)


@given(st.lists(st.tuples(st.floats(18, 53), st.floats(74, 134)), min_size=2, max_size=30))
def test_lengths_of_lines_over_china(points):
    lats, lngs = zip(*points, strict=True)
    assert positions.length_km(points) * 1000 == pytest.approx(EXACT.line_length(lngs, lats), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("step", [1e-7, 1e-5, 1e-3, 0.1])
def test_short_steps_keep_their_digits(step):
    exact = EXACT.line_length([120.8, 120.8 + step], [27.9, 27.9 + step])
    assert positions.geodesic(27.9, 120.8, 27.9 + step, 120.8 + step) == pytest.approx(exact, rel=1e-3)


def test_the_box_around_a_place_holds_what_is_near():
    south, north, west, east = positions.box_around(53, 122, 1000)
    assert 950 < positions.haversine(53, 122, north, 122) < 1050 and south < 53 < north
    assert 950 < positions.haversine(53, 122, 53, west) < 1050 and west < 122 < east
