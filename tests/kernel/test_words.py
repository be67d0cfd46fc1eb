"""Wording and positions."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.kernel.words import clean, day_words, due_words, initials, mask_phone, minutes_words

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


def test_days_are_written_as_people_write_them():
    """A point in time is the day it was in Shanghai; nothing is a dash."""
    assert day_words(date(2026, 11, 1)) == "2026年11月1日"
    assert day_words(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == "2026年11月21日"
    assert day_words(None) == "—"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 分钟"), (20, "20 分钟"), (60, "1 小时"), (1499, "24 小时 59 分钟"), (6000, "100 小时")],
)
def test_how_long_it_took_is_said_in_hours(minutes, words):
    assert minutes_words(minutes) == words
