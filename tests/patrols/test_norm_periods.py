"""What is owed, against a slow reference that asks day by day: every unit, year ends, leap years, seasons, leave, warnings."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hezhang.core.kernel.periods import Period
from patrols.norms.choices import HIGHEST_FIRST, NormScope, NormUnit
from patrols.norms.models import Norm
from patrols.norms.rules.duty import Span, demand_between, due_periods
from patrols.norms.rules.warned import Away, Warned, claims_on, common, highest, why_excused, without

DAY = timedelta(days=1)
FIRST = date(2023, 12, 1)
EARLY = date(2020, 1, 1)
LONG = {"year", "half_year", "quarter"}


class EveryDayButSunday:
    """A holiday table as simple as can be; the 29th of February is off, too."""

    def is_workday(self, day: date) -> bool:
        return day.weekday() != 6 and (day.month, day.day) != (2, 29)

    def add(self, day: date, n: int) -> date:
        while n:
            day += DAY
            n -= self.is_workday(day)
        return day


CALENDAR = EveryDayButSunday()


# ── The reference: what is a period is told of each day by itself ──
def name_of(unit: str, day: date):
    """Which period of the unit the day lies in; None where the unit has no such day."""
    month, year = day.month, day.year
    third = 0 if day.day <= 10 else 1 if day.day <= 20 else 2
    return {
        "year": year,
        "half_year": (year, month > 6),
        "quarter": (year, (month - 1) // 3),
        "month": (year, month),
        "half_month": (year, month, day.day > 15),
        "ten_days": (year, month, third),
        "week": (day - day.weekday() * DAY),
        "workday": day if CALENDAR.is_workday(day) else None,
        "day": day,
    }[unit]


def days_of(unit: str, last: date) -> list[date]:
    """The days of the period that ends on this day; [] where none does."""
    name = name_of(unit, last)
    if name is None or name_of(unit, last + DAY) == name:
        return []
    found, day = [], last
    while name_of(unit, day) == name:
        found.append(day)
        day -= DAY
    return found


def in_months(norm: Norm, day: date) -> bool:
    month = day.month
    if norm.first_month <= norm.last_month:
        return norm.first_month <= month <= norm.last_month
    return not norm.last_month < month < norm.first_month


def slow(norm: Norm, held, first: date, last: date) -> list[tuple[date, date]]:
    found, day = [], first
    while day <= last:
        days = days_of(norm.unit, day)
        season = any if norm.unit in LONG else all
        if (
            days
            and all(in_force(norm, one) and held(one) for one in days)
            and season(in_months(norm, one) for one in days)
        ):
            found.append((days[-1], days[0]))
        day += DAY
    return found


def in_force(norm: Norm, day: date) -> bool:
    return norm.starts_on <= day and (norm.ends_on is None or day <= norm.ends_on)


def told(periods) -> list[tuple[date, date]]:
    return [(one.start, one.end) for one in periods]


def within(spans, day: date) -> bool:
    return any(span.first <= day <= span.last for span in spans)


# ── Made up ──
days = st.dates(FIRST, date(2025, 3, 31))
spans = st.builds(lambda first, length: Span(first, first + length * DAY), days, st.integers(-3, 160))
units = st.sampled_from(NormUnit.values)
months = st.integers(1, 12)


@st.composite
def norms(draw, level="", unit=units):
    facts = {"tier": "village", "unit": draw(unit), "times": draw(st.integers(1, 3)), "level": level}
    facts |= {"first_month": draw(months), "last_month": draw(months)}
    facts |= {"starts_on": draw(st.one_of(st.just(EARLY), days)), "ends_on": draw(st.one_of(st.none(), days))}
    return Norm(**facts, scope=draw(st.sampled_from(NormScope.values)))


whole_norm = {"tier": "village", "times": 1, "starts_on": EARLY}


@settings(max_examples=150, deadline=None)
@given(norms(), st.lists(spans, min_size=1, max_size=3), days, st.integers(0, 400))
@example(Norm(unit="ten_days", **whole_norm), [Span(date(2024, 2, 21), date(2024, 2, 29))], date(2024, 2, 1), 60)
@example(Norm(unit="week", **whole_norm), [Span(date(2024, 12, 30))], date(2024, 12, 1), 60)
@example(Norm(unit="month", first_month=11, last_month=2, **whole_norm), [Span(EARLY)], date(2024, 1, 1), 365)
def test_the_periods_of_every_unit_are_those_of_the_reference(norm, held, first, length):
    last = first + length * DAY
    found = due_periods(norm, held, first, last, CALENDAR)
    assert told(found) == slow(norm, lambda day: within(held, day), first, last)


@pytest.mark.parametrize(("year", "days"), [(2023, 28), (2024, 29), (2100, 28), (2000, 29)])
def test_the_last_ten_days_of_february_are_as_long_as_it_is(year, days):
    norm = Norm(unit="ten_days", tier="village", times=1, starts_on=date(1990, 1, 1))
    found = due_periods(norm, [Span(date(1990, 1, 1))], date(year, 2, 1), date(year, 2, days))
    assert told(found) == [
        (date(year, 2, 1), date(year, 2, 10)), (date(year, 2, 11), date(year, 2, 20)),
        (date(year, 2, 21), date(year, 2, monthrange(year, 2)[1])),
    ]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_days_are_taken_away_and_shared_as_sets_are(ones, others):
    every = [FIRST + n * DAY for n in range(-5, 700)]
    assert [within(without(ones, others), day) for day in every] == [
        within(ones, day) and not within(others, day) for day in every
    ]
    assert [within(common(ones, others), day) for day in every] == [
        within(ones, day) and within(others, day) for day in every
    ]


warned = st.builds(Warned, st.sampled_from([str(level) for level in HIGHEST_FIRST]), spans)


def level_on(warnings, day: date) -> str:
    """The highest of the day; "" for none."""
    return next(
        (level for level in HIGHEST_FIRST if any(one.level == level and within([one.span], day) for one in warnings)),
        "",
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(warned, max_size=5))
def test_on_each_day_the_highest_warning_holds(warnings):
    found = highest(warnings)
    for n in range(-5, 700):
        day = FIRST + n * DAY
        assert [level for level in HIGHEST_FIRST if within(found.get(level, []), day)] == [
            level for level in [level_on(warnings, day)] if level
        ]


REACHES = ("a", "b")


def slow_claims(rules: list[Norm], held, warnings, first, last) -> dict:
    """By norm and place: the periods owed, asked day by day."""

    def holds(place, day):
        return any(within(spans, day) for reach, spans in held.items() if place in (None, reach))

    def level(place, day):
        names = [reach for reach in held if place in (None, reach) and within(held[reach], day)]
        return level_on([one for reach in names for one in warnings.get(reach, [])], day)

    places = {id(norm): list(held) if norm.scope == "reach" else [None] for norm in rules}
    raised = {}
    for number, norm in enumerate(rules):
        for place in places[id(norm)] if norm.level else []:
            due = slow(norm, lambda day, place=place: holds(place, day), first, last)
            raised[number, place] = [one for one in due if levels(level, place, one) == {norm.level}]
    found = dict(raised)
    for number, norm in enumerate(rules):
        for place in [] if norm.level else places[id(norm)]:
            due = slow(norm, lambda day, place=place: holds(place, day), first, last)
            found[number, place] = [
                one for one in due if not stands_in(rules, raised, place, levels(level, place, one), one)
            ]
    return found


def levels(level, place, period) -> set[str]:
    return {level(place, period[0] + n * DAY) for n in range((period[1] - period[0]).days + 1)}


def stands_in(rules, raised, place, during, period) -> bool:
    if len(during) != 1 or during == {""}:
        return False
    others = [
        asked for (number, where), asked in raised.items() if rules[number].level in during and place in (None, where)
    ]
    return any(start <= period[1] and period[0] <= end for asked in others for start, end in asked)


short = st.sampled_from(["ten_days", "week", "day", "month", "workday"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(norms(unit=short), min_size=1, max_size=2),
    st.lists(st.one_of(*(norms(level=str(level), unit=short) for level in HIGHEST_FIRST)), max_size=3),
    st.fixed_dictionaries({reach: st.lists(spans, min_size=1, max_size=2) for reach in REACHES}),
    st.fixed_dictionaries({reach: st.lists(warned, max_size=3) for reach in REACHES}),
    days,
)
def test_what_warnings_ask_for_is_that_of_the_reference(ordinary, raised, held, warnings, first):
    rules, last = [*ordinary, *raised], first + 75 * DAY
    demands = [demand_between(norm, first, last, CALENDAR) for norm in rules]
    warnings = {reach: rows for reach, rows in warnings.items() if rows}
    numbers = {id(norm): number for number, norm in enumerate(rules)}
    found = {(numbers[id(norm)], place): told(periods) for norm, periods, place in claims_on(demands, held, warnings)}
    expected = slow_claims(rules, held, warnings, first, last)
    assert {key: rows for key, rows in found.items() if rows} == {key: rows for key, rows in expected.items() if rows}


@settings(max_examples=150, deadline=None)
@given(st.lists(spans.filter(lambda span: span.first <= span.last), min_size=1, max_size=3), units, days)
def test_a_period_is_excused_when_more_than_half_of_it_is_leave(leaves, unit, day):
    away = [Away(span, "请假") for span in leaves]
    for one in demand_between(Norm(unit=unit, **whole_norm), day, day + 40 * DAY, CALENDAR).periods:
        gone = sum(within(leaves, one.start + n * DAY) for n in range(one.days))
        assert bool(why_excused(one, None, away)) == (gone > one.days - gone)


def test_what_is_excused_by_name_is_that_period_of_that_reach_alone():
    week = Period("week", date(2024, 3, 4), date(2024, 3, 10), "第10周")
    away = [Away(Span(week.start, week.end), "免予要求", is_whole=True, reach=7)]
    assert why_excused(week, 7, away) == "免予要求"
    assert why_excused(week, None, away) == why_excused(week, 8, away) == ""
    monday = Period("day", week.start, week.start, "3月4日")
    assert why_excused(monday, 7, away) == ""
