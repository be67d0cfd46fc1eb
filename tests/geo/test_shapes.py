"""Simplification, crossings, areas and what is near."""

from math import cos, pi, sin

import pytest

from hezhang.core.geo import shapes
from hezhang.core.geo.positions import geodesic, haversine, length_km

LAT, LNG = 27.93, 120.8
BEND = [(LAT + 0.002 * sin(step / 9), LNG + step * 0.0005) for step in range(200)]
EIGHT = [(LAT, LNG), (LAT + 0.01, LNG + 0.01), (LAT + 0.01, LNG), (LAT, LNG + 0.01)]


def test_a_simplified_line_stays_within_the_tolerance():
    few = shapes.simplified(BEND, 8)
    assert len(few) < len(BEND) / 2 and few[0] == pytest.approx(BEND[0]) and few[-1] == pytest.approx(BEND[-1])
    assert shapes.strays(BEND, few, 8.1)[0] == 0
    assert shapes.simplified(BEND[:2], 8) == BEND[:2]


def test_crossings_are_found_where_they_are():
    assert shapes.crossing(BEND) is None and shapes.is_simple(BEND)
    assert shapes.crossing(EIGHT) == pytest.approx((LAT + 0.005, LNG + 0.005), abs=1e-6)
    assert shapes.retraced(EIGHT) == pytest.approx(0, abs=1e-9)
    assert shapes.retraced([*BEND, *BEND[::-1]]) == pytest.approx(0.5, abs=0.01)


def test_a_ring_bounds_an_area():
    circle = [(LAT + 0.01 * sin(i / 50 * pi), LNG + 0.01 / cos(LAT / 180 * pi) * cos(i / 50 * pi)) for i in range(100)]
    assert shapes.is_valid_ring(circle) and shapes.area_km2(circle) == pytest.approx(3.87, rel=0.01)
    assert not shapes.is_valid_ring(EIGHT) and not shapes.is_valid_ring(BEND[:2])


def test_a_place_stands_for_a_drawing():
    """Inside the area, also where its middle lies outside; halfway along a line; a point itself."""
    hook = [(0, 0), (0, 10), (10, 10), (10, 9), (1, 9), (1, 0), (0, 0)]
    ring = [(LAT + x / 1000, LNG + y / 1000) for x, y in hook]
    lat, lng = shapes.place_in(ring, is_area=True)
    assert LAT < lat < LAT + 0.001 or LNG + 0.009 < lng < LNG + 0.01
    assert shapes.place_in([(LAT, LNG), (LAT, LNG + 0.02)], is_area=False) == pytest.approx((LAT, LNG + 0.01), abs=1e-6)
    assert shapes.place_in([(LAT, LNG)], is_area=False) == pytest.approx((LAT, LNG), abs=1e-9)
    assert shapes.place_in([(LAT, LNG), (LAT, LNG)], is_area=True) == pytest.approx((LAT, LNG), abs=1e-9)


def test_the_foot_of_a_point_on_a_line():
    east = [(LAT, LNG), (LAT, LNG + 0.02)]
    foot = shapes.foot(east, LAT + 0.001, LNG + 0.005)
    assert foot.away == pytest.approx(haversine(LAT + 0.001, LNG, LAT, LNG), rel=0.01)
    assert foot.place == pytest.approx((LAT, LNG + 0.005), abs=1e-6)
    assert foot.along == pytest.approx(haversine(LAT, LNG, LAT, LNG + 0.005), rel=0.01)
    assert shapes.foot(east, LAT, LNG - 0.01).along == 0
    assert shapes.foot([(LAT, LNG)], LAT, LNG).away == 0


@pytest.mark.parametrize("lat", [18.5, 27.9, 40.0, 53.0])
def test_the_plane_measures_as_the_ellipsoid_does(lat):
    place, east, north = (lat, 110.0), (lat, 110.2), (lat + 0.2, 110.0)
    for there in (east, north):
        assert shapes.foot([there], *place).away == pytest.approx(geodesic(*place, *there), rel=1e-3)


def test_a_part_keeps_the_points_and_shares_of_its_line():
    first, second = shapes.part(BEND, 0, 0.3), shapes.part(BEND, 0.3, 1)
    assert first[0] == BEND[0] and second[-1] == BEND[-1] and first[-1] == pytest.approx(second[0], abs=1e-9)
    assert length_km(first) + length_km(second) == pytest.approx(length_km(BEND), rel=1e-6)
    assert shapes.share_at(BEND, second[0]) == pytest.approx(0.3, abs=1e-6)
