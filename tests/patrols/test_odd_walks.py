"""What a phone says that cannot be quite so: a wrong clock, a jump. Taken, marked for the office, and never lost."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import Refusal
from patrols.walks.choices import Counting
from patrols.walks.models import Patrol, Supplement
from patrols.walks.rules import Position, clock_error, places_are_likely
from patrols.walks.services import PatrolConflict, backfill_patrol, review

HALF_AN_HOUR = timedelta(minutes=30)
AHEAD, BEHIND = timedelta(days=1500), timedelta(days=-2200)


def told(off: timedelta, **more):
    """Half an hour's walk that ended a minute ago, by a clock that is so far off."""
    end = timezone.now() - timedelta(minutes=1) + off
    return {"started_at": end - HALF_AN_HOUR, "ended_at": end, **more}


@pytest.mark.parametrize("off", [AHEAD, BEHIND, timedelta(minutes=20)], ids=["2030", "2020", "20 min fast"])
def test_a_walk_by_a_wrong_clock_is_taken_when_it_came_and_marked(walk, off):
    now = timezone.now()
    patrol = walk(**told(off), at=now).patrol
    assert (patrol.counting, patrol.minutes, patrol.submitted_at) == (Counting.REVIEW, 30, now)
    assert abs(patrol.ended_at - now) < timedelta(seconds=1)
    assert abs(patrol.clock_off - off + timedelta(minutes=1)) <= timedelta(seconds=1)  # as the phone showed it
    assert "手机时间有误" in patrol.counting_why and patrol.phone_time in patrol.counting_why
    assert Entry.objects.get(action="patrol.submit").after["clock_off_s"] == patrol.clock_off_s


@pytest.mark.parametrize("off", [timedelta(), timedelta(minutes=5), timedelta(days=-700)])
def test_a_clock_that_may_be_right_is_believed(walk, off):
    patrol = walk(**told(off)).patrol
    assert (patrol.counting, patrol.clock_off_s, patrol.phone_time) == (Counting.COUNTS, 0, "")


@pytest.mark.parametrize("year", [1, 9999])
def test_nonsense_years_are_no_fault_of_ours(walk, cast, enter, year):
    end = datetime(year, 6, 1, 12, tzinfo=UTC)
    patrol = walk(started_at=end - HALF_AN_HOUR, ended_at=end).patrol
    assert patrol.counting == Counting.REVIEW
    assert "手机上的结束时间" in enter(cast.village_chief).get(patrol.get_absolute_url()).content.decode()


def test_the_page_takes_it_and_tells_the_walker_and_the_office(cast, enter):
    end = timezone.localtime() + AHEAD
    sent = {"client_id": uuid4(), "reach": cast.village_reach.pk, "findings": 0}
    sent |= {"started_at": f"{end - HALF_AN_HOUR:%Y-%m-%dT%H:%M:%S}", "ended_at": f"{end:%Y-%m-%dT%H:%M:%S}"}
    answer = enter(cast.village_chief).post(
        reverse("patrols:submit_patrol"), sent, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    patrol = Patrol.objects.get()
    for post in (cast.village_chief, cast.clerk):
        page = enter(post).get(patrol.get_absolute_url()).content.decode()
        assert "待复核" in page and "手机时间有误" in page
    review(patrol, by=cast.clerk, counting="counts", reason="手机时间设错，当日确有巡河")
    assert (
        patrol.phone_time in enter(cast.clerk).get(patrol.get_absolute_url()).content.decode()
    )  # after the review, too


@pytest.mark.parametrize("off", [AHEAD, BEHIND])
def test_sent_again_it_is_the_same_walk_and_more_of_it_a_supplement(walk, off):
    same = told(off, client_id=uuid4())
    patrol = walk(**same).patrol
    later = timezone.now() + timedelta(hours=3)  # by then "received now" would be another time
    assert walk(**same, at=later).patrol == patrol
    more = walk(**same | {"note": "补一句"}, at=later)
    assert (more.is_new, more.supplement.facts) == (False, {"note": "补一句"})
    assert (Patrol.objects.count(), Supplement.objects.count()) == (1, 1)
    with pytest.raises(PatrolConflict):
        walk(
            **same
            | {"started_at": same["started_at"] + timedelta(days=9), "ended_at": same["ended_at"] + timedelta(days=9)}
        )


def test_without_an_end_a_start_to_come_is_now(walk):
    now = timezone.now()
    patrol = walk(started_at=now + AHEAD, ended_at=None, at=now).patrol
    assert (patrol.counting, patrol.minutes, patrol.started_at) == (Counting.REVIEW, 0, patrol.ended_at)


@pytest.mark.parametrize("off", [AHEAD, BEHIND])
def test_what_the_office_types_is_refused_and_put_right(cast, off):
    mine = {"post": cast.village_chief, "client_id": uuid4(), "reach": cast.village_reach}
    with pytest.raises(Refusal, match=r"请核对日期|两年以内|不在任"):
        backfill_patrol(by=cast.clerk, **mine, **told(off))
    assert not Patrol.objects.exists()


JUMPS = {
    "to another province": (Position(27.9, 120.8), Position(39.9, 116.4)),
    "60 km in half an hour and a hair": (Position(27.9, 120.8), Position(28.45, 120.8)),
}


@pytest.mark.parametrize("jump", sorted(JUMPS))
def test_a_jump_is_taken_and_marked(walk, jump):
    start, end = JUMPS[jump]
    patrol = walk(**told(timedelta()), start=start, end=end).patrol
    assert patrol.counting == Counting.REVIEW and "公里，与时长不符" in patrol.counting_why


def test_a_finding_elsewhere_is_a_jump_too(walk, seen):
    patrol = walk(**told(timedelta()), start=Position(27.9, 120.8), findings=[seen(lat=39.9, lng=116.4)]).patrol
    assert patrol.counting == Counting.REVIEW


@pytest.mark.parametrize(
    ("places", "took", "is_likely"),
    [
        ([], timedelta(), True),
        ([Position(27.9, 120.8)], timedelta(), True),
        ([Position(27.9, 120.8), Position(27.93, 120.8)], timedelta(), True),  # 3 km: a reading may be off
        ([Position(27.9, 120.8), Position(27.9, 120.8, 9_000), Position(28.0, 120.8)], timedelta(), False),  # 11 km
        ([Position(27.9, 120.8, 9_000), Position(28.0, 120.8)], timedelta(), True),  # the first says so itself
        ([Position(27.9, 120.8), Position(28.4, 120.8)], HALF_AN_HOUR, True),  # 56 km, by car
        ([Position(27.9, 120.8), Position(33.9, 120.8)], timedelta(days=1), False),  # 667 km, however long
    ],
)
def test_what_a_car_reaches_is_likely(places, took, is_likely):
    assert bool(places_are_likely(places, took)) == is_likely


def test_two_doubts_are_both_told(walk):
    start, end = JUMPS["to another province"]
    assert {"手机时间有误", "公里"} <= {
        word
        for word in ("手机时间有误", "公里")
        if word in walk(**told(AHEAD), start=start, end=end).patrol.counting_why
    }


def test_the_error_of_a_clock_is_in_whole_seconds():
    now = datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert clock_error(now + timedelta(hours=1, milliseconds=600), now) == timedelta(hours=1, seconds=1)
    assert clock_error(now - timedelta(days=731), now) == clock_error(now + timedelta(minutes=5), now) == timedelta()
