"""Periods: every day in one, every period in one quarter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.kernel.periods import UNITS, period_of, periods_between, previous, quarter, quarter_number, quarter_of
from hezhang.core.kernel.workdays import Calendar

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
PLAIN = Calendar()
SPANS = [unit for unit in UNITS if unit != "workday"]


@pytest.mark.parametrize(
    ("unit", "start", "end", "label"),
    [
        ("year", (2026, 1, 1), (2026, 12, 31), "2026年"),
        ("half_year", (2026, 7, 1), (2026, 12, 31), "2026年下半年"),
        ("quarter", (2026, 10, 1), (2026, 12, 31), "2026年第四季度"),
        ("month", (2026, 11, 1), (2026, 11, 30), "2026年11月"),
        ("half_month", (2026, 11, 16), (2026, 11, 30), "2026年11月下半月"),
        ("ten_days", (2026, 11, 21), (2026, 11, 30), "2026年11月下旬"),
        ("week", (2026, 11, 16), (2026, 11, 22), "2026年第47周（11月16日–22日）"),
        ("day", (2026, 11, 21), (2026, 11, 21), "2026年11月21日"),
    ],
)
def test_the_periods_of_a_saturday_in_november(unit, start, end, label):
    period = period_of(unit, date(2026, 11, 21))
    assert (period.start, period.end, period.label) == (date(*start), date(*end), label)


def test_a_week_across_two_months_names_both():
    assert period_of("week", date(2026, 10, 1)).label == "2026年第40周（9月28日–10月4日）"


@given(day=DAYS, unit=st.sampled_from(SPANS))
def test_every_day_lies_in_exactly_one_period(day, unit):
    period = period_of(unit, day)
    assert period.contains(day)
    assert period_of(unit, period.start) == period == period_of(unit, period.end)
    assert not period.contains(period.start - timedelta(1))
    assert previous(period).end == period.start - timedelta(1)


@given(year=st.integers(2000, 2099), unit=st.sampled_from(UNITS))
def test_every_period_of_a_year_belongs_to_exactly_one_quarter(year, unit):
    if unit in ("year", "half_year"):
        return
    whole = periods_between(unit, date(year, 1, 1), date(year, 12, 31), PLAIN)
    parts = [
        p for n in (1, 2, 3, 4) for p in periods_between(unit, quarter(year, n).start, quarter(year, n).end, PLAIN)
    ]
    assert parts == whole
    assert len(set(whole)) == len(whole) > 3


def test_a_period_belongs_to_the_quarter_of_its_last_day():
    fourth = periods_between("week", quarter(2026, 4).start, quarter(2026, 4).end)
    assert fourth[0].start == date(2026, 9, 28)
    assert fourth[-1].end == date(2026, 12, 27)


def test_working_days_are_periods_of_their_own_and_days_off_lead_to_the_next():
    calendar = Calendar({date(2026, 10, day): "off" for day in range(1, 8)} | {date(2026, 10, 10): "work"})
    days = periods_between("workday", date(2026, 9, 30), date(2026, 10, 12), calendar)
    assert [p.start.day for p in days] == [30, 8, 9, 10, 12]
    assert period_of("workday", date(2026, 10, 3), calendar).start == date(2026, 10, 8)
    with pytest.raises(ValueError, match="calendar"):
        period_of("workday", date(2026, 10, 3))


def test_bounds_are_shanghai_midnights():
    start, end = quarter(2026, 4).bounds()
    assert (start.isoformat(), end.isoformat()) == ("2026-10-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00")


@given(day=DAYS)
def test_quarters(day):
    assert quarter_of(day) == quarter(day.year, quarter_number(day)) == period_of("quarter", day)


@pytest.mark.parametrize("n", [0, 5])
def test_there_is_no_fifth_quarter(n):
    with pytest.raises(ValueError, match="1 to 4"):
        quarter(2026, n)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="fortnight"):
        period_of("fortnight", date(2026, 1, 1))
