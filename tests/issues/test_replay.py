"""A deadline replayed day by day: by hand, and against a slow reference."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.kernel.workdays import Calendar
from issues.clocks.rules.replay import Extension, Pause, Term, due_on, replay

D = date
# The notice for 2026 in part: 国庆节 1–7 October off, 20 September and 10 October worked.
DAYS = {D(2026, 10, day): "off" for day in range(1, 8)} | {D(2026, 9, 20): "work", D(2026, 10, 10): "work"}
CALENDAR = Calendar(DAYS)
NAMES = {D(2026, 10, day): "国庆节" for day in range(1, 8)}


@pytest.mark.parametrize(
    ("given_on", "workdays", "due"),
    [
        (D(2026, 9, 21), 3, D(2026, 9, 24)),  # Monday: the day itself does not count
        (D(2026, 9, 25), 1, D(2026, 9, 28)),  # Friday: over the week-end
        (D(2026, 9, 18), 1, D(2026, 9, 20)),  # Friday before a worked Sunday
        (D(2026, 9, 19), 1, D(2026, 9, 20)),  # given on a Saturday
        (D(2026, 9, 30), 1, D(2026, 10, 8)),  # over the holiday
        (D(2026, 9, 29), 3, D(2026, 10, 9)),
        (D(2026, 9, 29), 4, D(2026, 10, 10)),  # the worked Saturday counts
        (D(2026, 10, 3), 1, D(2026, 10, 8)),  # given within the holiday
        (D(2026, 12, 31), 1, D(2027, 1, 1)),  # no row for 2027: a plain week
        (D(2028, 2, 28), 1, D(2028, 2, 29)),
    ],
)
def test_a_term_in_working_days(given_on, workdays, due):
    assert due_on(Term(given_on, workdays), calendar=CALENDAR) == due


TERM = Term(D(2026, 9, 21), 10)  # 22–25 and 28–30 September, 8–10 October


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], D(2026, 10, 10)),
        ([Pause(D(2026, 9, 22), D(2026, 9, 22), "")], D(2026, 10, 10)),  # lifted the same day: nothing is lost
        ([Pause(D(2026, 9, 22), D(2026, 9, 23), "")], D(2026, 10, 12)),
        ([Pause(D(2026, 9, 25), D(2026, 9, 27), "")], D(2026, 10, 10)),  # a week-end: nothing is lost
        ([Pause(D(2026, 9, 30), D(2026, 10, 7), "")], D(2026, 10, 10)),  # the holiday
        ([Pause(D(2026, 9, 30), D(2026, 10, 8), "")], D(2026, 10, 12)),
        ([Pause(D(2026, 9, 22), D(2026, 9, 23), ""), Pause(D(2026, 9, 24), D(2026, 9, 25), "")], D(2026, 10, 13)),
        ([Pause(D(2026, 10, 9), D(2026, 10, 20), "")], D(2026, 10, 21)),  # on the last day but one
        ([Pause(D(2026, 10, 10), D(2026, 10, 20), "")], D(2026, 10, 10)),  # after the end: too late to help
        ([Pause(D(2026, 9, 22), None, "")], None),  # it lasts
    ],
)
def test_pauses_give_back_what_they_took(pauses, due):
    assert due_on(TERM, (), pauses, calendar=CALENDAR) == due


@pytest.mark.parametrize(
    ("term", "extensions", "pauses", "due"),
    [
        (TERM, [Extension(D(2026, 10, 8), D(2026, 10, 30))], [], D(2026, 10, 30)),
        (TERM, [Extension(D(2026, 10, 8), D(2026, 10, 31))], [], D(2026, 10, 31)),  # a Saturday that was named stays
        (
            TERM,
            [Extension(D(2026, 10, 8), D(2026, 10, 30))],
            [Pause(D(2026, 9, 22), D(2026, 9, 24), "")],
            D(2026, 10, 30),
        ),
        (
            TERM,
            [Extension(D(2026, 10, 8), D(2026, 10, 30))],
            [Pause(D(2026, 10, 12), D(2026, 10, 14), "")],
            D(2026, 11, 3),
        ),
        (
            TERM,
            [Extension(D(2026, 10, 8), D(2026, 10, 20)), Extension(D(2026, 10, 19), D(2026, 11, 6))],
            [],
            D(2026, 11, 6),
        ),
        (Term(D(2026, 9, 21), until=D(2026, 9, 26)), [], [], D(2026, 9, 26)),
        (Term(D(2026, 9, 21), until=D(2026, 9, 26)), [], [Pause(D(2026, 9, 22), D(2026, 9, 23), "")], D(2026, 9, 28)),
        (Term(D(2026, 9, 21), until=D(2026, 9, 21)), [], [], D(2026, 9, 21)),
    ],
)
def test_extensions_and_days_that_were_named(term, extensions, pauses, due):
    assert due_on(term, extensions, pauses, calendar=CALENDAR) == due


def test_every_day_says_why():
    told = replay(
        Term(D(2026, 9, 24), 5), [Extension(D(2026, 9, 30), D(2026, 10, 12))], [Pause(D(2026, 9, 28), D(2026, 9, 29), "高水位")],
        calendar=CALENDAR, today=D(2026, 9, 30), names=NAMES,
    )  # fmt: skip
    why = {one.date: one.why for one in told.days}
    assert told.due_on == D(2026, 10, 12) and next(iter(why)) == D(2026, 9, 25) and list(why)[-1] == D(2026, 10, 12)
    assert why[D(2026, 9, 25)] == "第 1 个工作日" and why[D(2026, 9, 26)] == "周六"
    assert why[D(2026, 9, 29)] == "挂起：高水位" and why[D(2026, 10, 2)] == "国庆节放假"
    assert why[D(2026, 10, 10)] == "第 6 个工作日（调休上班），延期内" and why[D(2026, 10, 9)] == "第 5 个工作日"


def test_while_a_pause_lasts_the_days_go_to_today():
    told = replay(TERM, [], [Pause(D(2026, 9, 22), None, "高水位")], calendar=CALENDAR, today=D(2026, 9, 25))
    assert told.due_on is None and [one.counts for one in told.days] == [True, False, False, False]


days = st.dates(D(2026, 9, 1), D(2026, 11, 15))
pauses = st.lists(
    st.tuples(days, st.integers(0, 12)).map(lambda one: Pause(one[0], one[0] + timedelta(days=one[1]), "")), max_size=4
)


@given(days, st.integers(1, 25), pauses)
def test_the_replay_counts_what_a_slow_reference_counts(given_on, workdays, held):
    """The n-th day after the first that is worked and that no pause holds."""
    day, left = given_on, workdays
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_workday(day) and not any(one.ordered_on < day <= one.lifted_on for one in held)
    told = replay(Term(given_on, workdays), [], held, calendar=CALENDAR, today=given_on)
    assert told.due_on == day and sum(one.counts for one in told.days) == workdays
    assert [one.date for one in told.days] == [given_on + timedelta(days=n + 1) for n in range((day - given_on).days)]
