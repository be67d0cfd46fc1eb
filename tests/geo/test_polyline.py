"""Encoded polylines: the published example, the way there and back, and what is no polyline."""

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.geo import polyline

POINTS = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
numbers = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_the_published_example():
    assert polyline.encode(POINTS) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert polyline.decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == POINTS


@given(st.lists(numbers, max_size=20), st.sampled_from([5, 6]))
def test_there_and_back(points, precision):
    back = polyline.decode(polyline.encode(points, precision), precision)
    assert len(back) == len(points)
    for one, other in zip(points, back, strict=True):
        assert one == pytest.approx(other, abs=0.51 * 10**-precision)
    assert polyline.encode(back, precision) == polyline.encode(points, precision)


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|", "河", "a b", "\x7f?"])
def test_no_polyline(text):
    with pytest.raises(polyline.PolylineError):
        polyline.decode(text)


def test_what_is_no_number_is_not_encoded():
    with pytest.raises(polyline.PolylineError):
        polyline.encode([(27.9, nan)])
