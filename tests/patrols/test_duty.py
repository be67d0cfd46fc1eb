"""What a chief owes, reckoned by hand. 2026-10-01 is a Thursday."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from hezhang.core.kernel.periods import SHANGHAI, quarter
from patrols.judgement.facts.duties import duties_in, duty_of, owed_now, with_walks
from patrols.norms.choices import NormScope, NormUnit
from patrols.norms.models import Norm
from patrols.norms.rules.duty import Span, due_periods, merged
from patrols.walks.models import Patrol
from patrols.walks.services import submit_patrol
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach

ALWAYS = [Span(date(2024, 1, 1))]
Q3, Q4 = quarter(2026, 3), quarter(2026, 4)


def norm(unit, **more) -> Norm:
    return Norm(**({"tier": "village", "unit": unit, "times": 1, "starts_on": date(2024, 1, 1)} | more))


def starts(periods) -> list[str]:
    return [f"{period.start:%m-%d}" for period in periods]


def test_months_ten_days_and_weeks_of_a_quarter():
    assert starts(due_periods(norm("month"), ALWAYS, Q4.start, Q4.end)) == ["10-01", "11-01", "12-01"]
    assert len(due_periods(norm("ten_days"), ALWAYS, Q4.start, Q4.end)) == 9
    # The week of 28 September ends on Sunday 4 October, so it is the fourth quarter's; that of 28 December is not.
    weeks = due_periods(norm("week"), ALWAYS, Q4.start, Q4.end)
    assert starts(weeks)[0] == "09-28" and starts(weeks)[-1] == "12-21" and len(weeks) == 13
    assert starts(due_periods(norm("quarter"), ALWAYS, Q4.start, Q4.end)) == ["10-01"]


def test_a_new_chief_owes_only_whole_periods():
    arrived = [Span(date(2026, 11, 11))]  # a Wednesday, the first day of 中旬
    assert starts(due_periods(norm("month"), arrived, Q4.start, Q4.end)) == ["12-01"]
    assert starts(due_periods(norm("ten_days"), arrived, Q4.start, Q4.end))[0] == "11-11"
    assert starts(due_periods(norm("week"), arrived, Q4.start, Q4.end))[0] == "11-16"
    assert due_periods(norm("quarter"), arrived, Q4.start, Q4.end) == []


def test_winter_may_be_switched_off():
    season = {"first_month": 3, "last_month": 12}  # 阿合奇县, 2022
    first = quarter(2026, 1)
    assert starts(due_periods(norm("month", **season), ALWAYS, first.start, first.end)) == ["03-01"]
    # The week of 23 February reaches into March only by a day: not owed.
    assert starts(due_periods(norm("week", **season), ALWAYS, first.start, first.end))[0] == "03-02"
    assert len(due_periods(norm("quarter", **season), ALWAYS, first.start, first.end)) == 1
    over_new_year = norm("month", first_month=11, last_month=2)
    assert starts(due_periods(over_new_year, ALWAYS, date(2026, 1, 1), date(2026, 12, 31))) == [
        "01-01", "02-01", "11-01", "12-01",
    ]  # fmt: skip


def test_a_norm_asks_only_while_it_is_in_force():
    new = norm("month", starts_on=date(2026, 11, 1))
    old = norm("month", starts_on=date(2024, 1, 1), ends_on=date(2026, 10, 31))
    assert starts(due_periods(new, ALWAYS, Q4.start, Q4.end)) == ["11-01", "12-01"]
    assert starts(due_periods(old, ALWAYS, Q4.start, Q4.end)) == ["10-01"]


def test_tenures_without_a_gap_are_one():
    first, second = Span(date(2026, 10, 1), date(2026, 10, 14)), Span(date(2026, 10, 15))
    assert merged([second, first]) == [Span(date(2026, 10, 1))]
    assert starts(due_periods(norm("month"), [first, second], Q4.start, Q4.end))[0] == "10-01"
    gap = Span(date(2026, 10, 16))
    assert starts(due_periods(norm("month"), [first, gap], Q4.start, Q4.end))[0] == "11-01"


@pytest.fixture
def walked(cast):
    """Write down a patrol walked (and sent) at these local moments."""

    def _walked(post, reach, day: date, sent: date | None = None, hour=9) -> Patrol:
        start = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        at = timezone.make_aware(datetime.combine(sent, start.time())) if sent else start + timedelta(hours=2)
        times = {"started_at": start, "ended_at": start + timedelta(minutes=30), "at": at}
        return submit_patrol(by=post, client_id=uuid4(), reach=reach, **times).patrol

    return _walked


def village(found, cast):
    return next(duty for duty in found if duty.post == cast.village_chief)


def test_the_quarter_of_a_village_chief(cast, walked):
    for day in (date(2026, 9, 28), date(2026, 10, 6), date(2026, 10, 7), date(2026, 11, 2)):
        walked(cast.village_chief, cast.village_reach, day)
    duty = village(duties_in(cast.county, Q4.start, Q4.end, today=date(2027, 1, 5)), cast)
    assert (duty.due_count, duty.met_count, len(duty.missed)) == (13, 3, 10)
    assert duty.rate == 3 / 13 and duty.norm.unit == NormUnit.WEEK
    assert duty.due[1].times_walked == 2  # two walks in one week meet one week
    assert duty.patrol_count == 3  # walked within the quarter itself


def test_a_running_week_is_nobodys_fault(cast):
    duty = village(duties_in(cast.county, Q4.start, Q4.end, today=date(2026, 10, 11)), cast)
    assert [one.period.start for one in duty.due] == [date(2026, 9, 28)]


def test_a_late_upload_counts_where_it_was_walked(cast, walked):
    walked(cast.county_chief, cast.county_reach, date(2026, 9, 30), sent=date(2026, 10, 2), hour=23)
    today = date(2027, 1, 5)
    third = duty_of(cast.county_chief, Q3.start, Q3.end, today=today)
    fourth = duty_of(cast.county_chief, Q4.start, Q4.end, today=today)
    assert (third.met_count, third.due_count, fourth.met_count) == (1, 3, 0)


def test_per_reach_each_reach_is_owed(cast, walked):
    Norm.objects.filter(tier="town").update(scope=NormScope.PER_REACH, unit="month")
    other = Reach.objects.create(river=cast.river, tier="town", region=cast.town, code="R1-t2", name="澄溪支流")
    Tenure.objects.create(post=cast.town_chief, reach=other, kind=TenureKind.RESPONSIBLE, starts_on=date(2026, 11, 1))
    walked(cast.town_chief, other, date(2026, 11, 3))
    duty = duty_of(cast.town_chief, Q4.start, Q4.end, today=date(2027, 1, 5))
    assert (duty.due_count, duty.met_count) == (3 + 2, 1)
    assert next(one for one in duty.due if one.is_met).reach_id == other.pk


def test_a_patrol_that_does_not_count_meets_nothing(cast, walked):
    patrol = walked(cast.village_chief, cast.village_reach, date(2026, 10, 6))
    Patrol.objects.filter(pk=patrol.pk).update(counting="not")
    assert duty_of(cast.village_chief, Q4.start, Q4.end, today=date(2027, 1, 5)).met_count == 0


def walks_of_a_year(post, reaches) -> None:
    """Three hundred, a third of them at midnight, some of which do not count."""
    dice, new_year = Random(5), datetime(2026, 1, 1, tzinfo=SHANGHAI)
    same = {"post": post, "user": post.user, "river": reaches[0].river, "region": post.region, "content_hash": "x"}
    rows = []
    for number in range(300):
        at = new_year + timedelta(minutes=dice.randrange(365 * 1440)) if number % 3 else new_year + timedelta(number)
        when = {
            "started_at": at,
            "ended_at": at,
            "submitted_at": at,
            "counting": dice.choice(["counts", "counts", "not"]),
        }
        rows.append(Patrol(reach=dice.choice(reaches), **same, **when))
    Patrol.objects.bulk_create(rows)


@pytest.mark.parametrize("scope", NormScope.values)
def test_the_number_of_every_period_is_that_of_the_walks_behind_it(cast, scope):
    """Counted by the database, and listed one by one: a year of days, weeks and months."""
    for unit in ("day", "month"):
        norm(unit, times=2, scope=scope).save()
    walks_of_a_year(cast.village_chief, [cast.village_reach, cast.town_reach])
    duty = village(duties_in(cast.county, date(2026, 1, 1), date(2026, 12, 31), today=date(2027, 1, 5)), cast)
    lines = with_walks(duty, Patrol.objects.all())
    assert len(lines) == duty.due_count == 365 + 52 + 12
    assert [one.times_walked for one, _ in lines] == [len(walks) for _, walks in lines]
    assert duty.patrol_count == Patrol.objects.filter(counting="counts").count() > duty.met_count > 60
    daily = [len(walks) for one, walks in lines if one.period.unit == "day"]
    assert sum(daily) == (duty.patrol_count if scope == NormScope.PER_CHIEF else on_the_own_reach(cast))


def on_the_own_reach(cast) -> int:
    return Patrol.objects.filter(counting="counts", reach=cast.village_reach).count()


def test_the_scope_and_the_order(cast):
    found = duties_in(cast.county, Q4.start, Q4.end, today=date(2027, 1, 5))
    assert [duty.post for duty in found] == [
        cast.county_chief, cast.town_chief, cast.village_chief, cast.village2_chief,
    ]  # fmt: skip
    assert duties_in(cast.neighbour, Q4.start, Q4.end) == []


def test_the_same_queries_for_one_and_for_many(cast, django_assert_num_queries):
    for region in (cast.village, cast.county):
        with django_assert_num_queries(5):
            duties_in(region, Q4.start, Q4.end, today=date(2027, 1, 5))


def test_working_days_follow_the_holiday_table(cast):
    Norm.objects.filter(tier="village").update(unit="workday")
    # National Day 2026: 1 to 7 October off; 10 October (a Saturday) is worked.
    duty = duty_of(cast.village_chief, date(2026, 10, 1), date(2026, 10, 11), today=date(2026, 11, 1))
    assert starts(one.period for one in duty.due) == ["10-08", "10-09", "10-10"]


def test_what_this_week_still_owes(cast, walked):
    monday = date(2026, 11, 16)
    assert [one.still_needed for one in owed_now(cast.village_chief, monday)] == [1]
    walked(cast.village_chief, cast.village_reach, monday)
    assert [one.still_needed for one in owed_now(cast.village_chief, monday)] == [0]
    assert owed_now(cast.patroller, monday) == []
