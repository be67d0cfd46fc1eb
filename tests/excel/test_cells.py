"""Cells the way offices fill them in."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.web.excel import (
    CellError,
    as_date,
    as_length_km,
    as_name_and_phone,
    as_number,
    as_phone,
    as_position,
    as_text,
)

DAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    "value",
    ["2026/03/06 ", "2026.3.6", "2026年3月6日", 46087, 46087.0, "46087", datetime(2026, 3, 6, 9), DAY, "２０２６-3-6", "20260306",
     "2026-03-06 00:00:00"],
)  # fmt: skip
def test_dates(value):
    assert as_date(value) == DAY


@pytest.mark.parametrize("value", [None, "", " / ", "—", "无"])
def test_no_date(value):
    assert as_date(value) is None


@pytest.mark.parametrize(
    "value", ["9月底前", "2026年底", "长期坚持", "立行立改", "2026年2月30日", "2026年3月", 7, "3月6日"]
)
def test_what_is_no_date(value):
    with pytest.raises(CellError):
        as_date(value)


def test_a_known_year_completes_a_date():
    assert as_date("3月6日", year=2026) == DAY
    assert as_date("2025-03-06", year=2026) == date(2025, 3, 6)


@pytest.mark.parametrize(
    ("value", "km"),
    [
        ("约8.0公里", "8.0"),
        (3.31, "3.31"),
        ("3310米", "3.31"),
        ("８.９", "8.9"),
        ("5km", "5"),
        ("", None),
        (None, None),
    ],
)
def test_lengths(value, km):
    assert as_length_km(value) == (None if km is None else Decimal(km))


@pytest.mark.parametrize("value", ["八公里", "8..0", "长约8公里多", "1e400km"])
def test_what_is_no_length(value):
    with pytest.raises(CellError):
        as_length_km(value)


def test_numbers():
    assert as_number("1,234.50") == Decimal("1234.50")
    assert as_number("１２") == 12
    assert as_number("—") is None
    for value in ("约8.0公里", "NaN", float("inf"), "1e5x"):
        with pytest.raises(CellError, match="不是数字"):
            as_number(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [(19900006329, "19900006329"), (19900006329.0, "19900006329"), ("199 0000 6329", "19900006329"),
     ("199-0000-6329", "19900006329"), ("１９９００００６３２９", "19900006329"), ("0577-86966666", "0577-86966666"), (None, "")],
)  # fmt: skip
def test_phones(value, number):
    assert as_phone(value) == number


def test_what_is_no_phone():
    with pytest.raises(CellError, match="11 位手机号"):
        as_phone("1990000632")


@pytest.mark.parametrize(
    ("value", "pair"),
    [("钱示四 199-0000-8483", ("钱示四", "19900008483")), ("赵示十\n19900008048", ("赵示十", "19900008048")),
     ("赵示二19900001472", ("赵示二", "19900001472")), ("周示七", ("周示七", "")), ("", ("", ""))],
)  # fmt: skip
def test_name_and_phone_in_one_cell(value, pair):
    assert as_name_and_phone(value) == pair


@pytest.mark.parametrize("value", ["120.80774,27.88178", "27.88178 120.80774", "E120°48′27.9″ N27°52′54.4″"])
def test_positions(value):
    assert as_position(value) == pytest.approx((27.88178, 120.80774), abs=1e-4)


@pytest.mark.parametrize("value", ["桥下", "120.8", "27.88178,27.9", "220.1,27.9"])
def test_what_is_no_position(value):
    with pytest.raises(CellError):
        as_position(value)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.datetimes(), st.dates()))
def test_parsers_answer_or_refuse_and_nothing_else(value):
    as_text(value)
    as_name_and_phone(value)
    for parse in (as_date, as_number, as_length_km, as_phone, as_position):
        try:
            parse(value)
        except CellError as reason:
            assert str(reason)
