"""Wording and positions."""

from datetime import UTC, date, datetime
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.kernel import geodesy
from hezhang.core.kernel.words import clean, day_words, due_words, initials, mask_phone

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("长兴", "cx"),
        ("永中横河", "yzhh"),
        ("重庆", "cq"),
        ("K4+197 桥", "k4197q"),
        ("３号渠", "3hq"),
        ("", ""),
        ("·—", ""),
    ],
)
def test_initials(text, letters):
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("due", "words"),
    [(date(2026, 11, 24), "剩余 3 天"), (TODAY, "今天到期"), (date(2026, 11, 19), "超期 2 天"), (None, "")],
)
def test_due_words(due, words):
    assert due_words(due, TODAY) == words


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("19900005678", "199****5678"), ("0577-86966666", "****6666"), ("12345", "*****"), ("", ""), (None, "")],
)
def test_mask_phone(phone, masked):
    assert mask_phone(phone) == masked


def test_clean():
    assert clean("甲\x00乙\u202e丙\x1b１２\r\n丁\ud800 ") == "甲乙丙12\n丁"
    assert clean("𠮷祥𰻝 Ａ") == "𠮷祥𰻝 Ａ"


@given(st.text())
def test_clean_text_can_be_stored_and_stays_clean(text):
    once = clean(text)
    assert once.encode() is not None
    assert "\x00" not in once
    assert clean(once) == once


def test_haversine_knows_a_degree():
    assert geodesy.haversine(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert geodesy.haversine(27.9, 120.8, 27.9, 120.8) == 0


@pytest.mark.parametrize("place", [(nan, 120), (27, inf), (91, 120), (27, 181), (None, 120), (27, None)])
def test_impossible_positions(place):
    assert not geodesy.valid_position(*place)
    assert geodesy.valid_position(-90, 180)


def test_gcj_shifts_by_hundreds_of_metres_inside_the_mainland_only():
    here = (27.9318, 120.8205)
    there = geodesy.wgs_to_gcj(*here)
    assert 300 < geodesy.haversine(*here, *there) < 700
    # Tian'anmen, as the published tables give it.
    assert geodesy.wgs_to_gcj(39.9087, 116.3975) == pytest.approx((39.9101, 116.4037), abs=1e-4)
    assert geodesy.wgs_to_gcj(48.85, -2.35) == (48.85, -2.35)


@given(lat=st.floats(20, 45), lng=st.floats(85, 125))
def test_the_way_there_and_back(lat, lng):
    back = geodesy.gcj_to_wgs(*geodesy.wgs_to_gcj(lat, lng))
    assert geodesy.haversine(lat, lng, *back) < 0.01
    gcj = geodesy.bd_to_gcj(*geodesy.gcj_to_bd(lat, lng))
    assert geodesy.haversine(lat, lng, *gcj) < 2
    assert geodesy.wgs_to_bd(lat, lng) == geodesy.gcj_to_bd(*geodesy.wgs_to_gcj(lat, lng))


def test_days_are_written_as_people_write_them():
    """A point in time is the day it was in Shanghai; nothing is a dash."""
    assert day_words(date(2026, 11, 1)) == "2026年11月1日"
    assert day_words(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == "2026年11月21日"
    assert day_words(None) == "—"
