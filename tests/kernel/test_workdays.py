"""Working days with make-up days, against the State Council's notice for 2026 counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.kernel import defaults
from hezhang.core.kernel.models import Holiday
from hezhang.core.kernel.workdays import Calendar, missing_years

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
KINDS = st.dictionaries(DAYS, st.sampled_from(["off", "work"]), max_size=40)


@pytest.fixture
def calendar(db) -> Calendar:
    defaults.load()
    return Calendar.load()


def test_spring_festival_2026(calendar):
    """Off from Sunday 15 to Monday 23 February; Saturday 14 and Saturday 28 are worked."""
    off = [day for day in range(1, 29) if not calendar.is_workday(date(2026, 2, day))]
    assert off == [1, 7, 8, 15, 16, 17, 18, 19, 20, 21, 22, 23]
    assert calendar.add(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert calendar.add(date(2026, 2, 13), 3) == date(2026, 2, 25)
    assert calendar.add(date(2026, 2, 24), 5) == date(2026, 3, 2)


def test_national_day_2026(calendar):
    """Off 1–7 October; Sunday 20 September and Saturday 10 October are worked."""
    assert calendar.is_workday(date(2026, 9, 20))
    assert calendar.is_workday(date(2026, 10, 10))
    assert calendar.add(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert calendar.add(date(2026, 9, 30), 4) == date(2026, 10, 12)
    assert calendar.between(date(2026, 9, 30), date(2026, 10, 12)) == 4


@given(kinds=KINDS, day=DAYS, n=st.integers(0, 60))
def test_between_undoes_add(kinds, day, n):
    calendar = Calendar(kinds)
    due = calendar.add(day, n)
    assert calendar.between(day, due) == n
    assert n == 0 or calendar.is_workday(due)


@given(kinds=KINDS, day=DAYS, n=st.integers(1, 60))
def test_counting_back_undoes_counting_on(kinds, day, n):
    calendar = Calendar(kinds)
    start = day if calendar.is_workday(day) else calendar.add(day, 1)
    assert calendar.add(calendar.add(start, n), -n) == start


@given(kinds=KINDS, a=DAYS, b=DAYS)
def test_between_counts_one_way_as_the_other(kinds, a, b):
    calendar = Calendar(kinds)
    assert calendar.between(a, b) == -calendar.between(b, a)


def test_bounds_narrow_the_load(calendar):
    short = Calendar.load(date(2026, 10, 1), date(2026, 10, 7))
    assert set(short.kinds) == {date(2026, 10, 1) + timedelta(i) for i in range(7)}


@pytest.mark.django_db
def test_defaults_load_once_and_keep_edits():
    assert defaults.load() > 90
    Holiday.objects.filter(day=date(2026, 10, 7)).update(kind="work")
    assert defaults.load() == 0
    assert Calendar.load().is_workday(date(2026, 10, 7))


@pytest.mark.django_db
def test_a_missing_year_is_named_from_november_on():
    defaults.load()
    assert missing_years(date(2026, 10, 31)) == []
    assert missing_years(date(2026, 11, 21)) == [2027]
    assert missing_years(date(2028, 1, 1)) == [2028]
