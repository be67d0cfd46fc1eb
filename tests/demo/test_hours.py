"""When things happen in the demonstration: tried at awkward moments, without building anything."""

import csv
import random
from datetime import date, datetime, time, timedelta

import pytest

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.defaults import KINDS, WORKDAYS
from hezhang.core.kernel.periods import SHANGHAI, period_of
from hezhang.core.kernel.workdays import Calendar
from hezhang.portal.demo import courses, waiting
from hezhang.portal.demo.agenda import Agenda
from hezhang.portal.demo.hours import Hours
from issues.clocks.defaults import INSTANT, TERMS

DAYS = [
    date(2026, 11, 22),  # a Sunday
    date(2026, 11, 23),  # a Monday
    date(2026, 10, 8),  # the first working day of a quarter, after a week off
    date(2026, 10, 3),  # in the National Day holiday
    date(2026, 10, 10),  # a Saturday that is worked
    date(2026, 2, 18),  # in the Spring Festival
    date(2026, 12, 31),
    date(2027, 1, 1),  # a year that the holiday table does not know
    date(2028, 2, 29),
]
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    with WORKDAYS.open(encoding="utf-8-sig", newline="") as file:
        return Calendar({date.fromisoformat(row["日期"]): KINDS[row["类型"]] for row in csv.DictReader(file)})


@pytest.fixture
def hours(calendar) -> Hours:
    return Hours(calendar, random.Random(7))


def _is_office_time(hours: Hours, at: datetime) -> bool:
    morning, afternoon = time(8, 30) <= at.time() <= time(11, 40), time(13, 30) <= at.time() <= time(17, 30)
    return hours.calendar.is_workday(at.date()) and (morning or afternoon)


@every_day
def test_office_work_is_done_in_office_hours(hours, today):
    for clock in (time(0, 5), time(3), time(8, 29), time(12, 15), time(17, 45), time(23, 59)):
        at = datetime.combine(today, clock, SHANGHAI)
        after = [hours.later(at, 1, 30) for _ in range(60)]
        assert all(_is_office_time(hours, one) and one >= at + timedelta(hours=1) for one in after)
        assert len(set(after)) > 55


def test_open_offices_are_not_made_to_wait(hours):
    at = datetime(2026, 11, 23, 9, 47, tzinfo=SHANGHAI)
    assert hours.opens(at) == at


@every_day
@pytest.mark.parametrize("tier", list(Tier))
def test_patrols_lie_in_their_period_and_are_never_alike(hours, today, tier):
    period = period_of("ten_days", today)
    walks = [hours.walk(period, tier) for _ in range(80)]
    assert all(period.contains(start.date()) and start.date() == end.date() for start, end in walks)
    assert all(time(6, 30) <= start.time() <= time(17, 45) for start, _ in walks)
    assert all(timedelta(minutes=10) < end - start < timedelta(hours=2) for start, end in walks)
    assert len({start for start, _ in walks}) > 70
    assert len({round((end - start).total_seconds() / 60) for start, end in walks}) > 10


def test_few_walk_on_days_off_and_villages_most_of_them(hours):
    period = period_of("quarter", date(2026, 11, 22))

    def _off(tier: Tier) -> float:
        starts = [hours.walk(period, tier)[0].date() for _ in range(400)]
        return sum(not hours.calendar.is_workday(day) for day in starts) / 400

    assert _off(Tier.COUNTY) < 0.05 < _off(Tier.VILLAGE) < 0.3


@every_day
def test_what_is_reported_was_seen_by_daylight(hours, today):
    for clock in (time(8, 33), time(11, 30), time(17, 15)):
        at = datetime.combine(hours.workday(today), clock, SHANGHAI)
        seen = [hours.seen_before(at) for _ in range(40)]
        assert all(at - timedelta(days=1, hours=12) < one < at for one in seen)
        assert all(time(6, 30) <= one.time() <= time(18) for one in seen)


def _are_sound(hours: Hours, steps: list[tuple[str, date]], today: date) -> bool:
    """On working days, one a day, in order, and all before today."""
    days = [day for _, day in steps]
    return days == sorted(set(days)) and days[-1] < today and all(map(hours.calendar.is_workday, days))


@every_day
@pytest.mark.parametrize(("plot", "ago"), waiting.WAITING)
def test_what_waits_has_come_there_step_by_step(hours, today, plot, ago):
    steps = waiting.steps_until(hours, today, waiting.STEPS[: waiting.STEPS.index(plot.stop) + 1], ago)
    assert [step for step, _ in steps] == waiting.STEPS[: len(steps)]
    assert steps[-1][0] == plot.stop
    assert steps[-1][1] == hours.calendar.add(today, -ago)
    assert _are_sound(hours, steps, today)


@every_day
@pytest.mark.parametrize(("plot", "late"), waiting.OVERDUE + waiting.LATE)
@pytest.mark.parametrize("term", [INSTANT, *TERMS.values()])
def test_what_is_overdue_was_handed_out_in_time(hours, today, plot, late, term):
    due = hours.workdays_ago(today, late)
    steps = waiting.steps_to_due(hours, today, due, term, plot.stop)
    sent = dict(steps)["dispatch"]
    assert hours.calendar.add(sent, term) == due < today
    assert plot.stop in dict(steps)
    assert _are_sound(hours, steps, today)


@every_day
def test_delays_are_of_different_lengths(hours, today):
    late = [(today - hours.workdays_ago(today, count)).days for _, count in waiting.OVERDUE]
    assert len(set(late)) == len(waiting.OVERDUE)
    assert min(late) <= 12
    assert max(late) >= 20


@every_day
def test_something_is_due_in_the_next_days(hours, today):
    soon = hours.due_soon(today)
    assert soon
    for plot, due in zip(waiting.DUE_SOON, soon * len(waiting.DUE_SOON), strict=False):
        assert today <= due <= today + timedelta(days=3)
        assert _are_sound(hours, waiting.steps_to_due(hours, today, due, TERMS["minor"], plot.stop), today)


@every_day
def test_the_village_chiefs_finding_leaves_this_weeks_patrol_to_be_made(hours, today):
    assert hours.workdays_ago(today, waiting.OWN_FINDING) < period_of("week", today).start


def test_what_lies_in_the_future_has_not_happened():
    now, done = datetime(2026, 11, 22, 7, 15, tzinfo=SHANGHAI), []
    agenda = Agenda(now)
    for minutes in (20, -5, 0, -60, 1):
        agenda.put(now + timedelta(minutes=minutes), done.append)
    agenda.run()
    assert done == [now - timedelta(minutes=60), now - timedelta(minutes=5), now]


def test_only_what_would_be_overdue_today_hangs():
    today = date(2026, 11, 22)
    assert courses.hangs(date(2026, 11, 20), today, date(2026, 11, 22))
    assert not courses.hangs(date(2026, 11, 20), today, date(2026, 11, 21))
    assert not courses.hangs(today, today, date(2026, 11, 30))
