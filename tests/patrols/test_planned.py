"""What planned appointments do to the duties of the quarter: foretold as it then comes."""

from datetime import date

import pytest

from hezhang.core.kernel.periods import quarter
from patrols.judgement.facts.duties import duties_in
from patrols.judgement.facts.planned import change_of
from patrols.norms.models import Norm
from rivers.chiefs.importing import plan
from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import Appointment
from tests.rivers.books import changed, listed

TODAY = date(2026, 11, 23)  # a Monday
Q4 = quarter(2026, 4)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def weekly(cast):
    """Village chiefs walk once a week; nobody else is asked for anything."""
    Norm.objects.all().delete()
    Norm.objects.create(tier="village", unit="week", times=1, scope="chief", starts_on=date(2024, 1, 1))


def new(starts_on, **more):
    return Appointment(
        **{"chief": "乙", "region": "990102101201", "tier": "village", "reach": "新", "starts_on": starts_on} | more
    )


def owed(cast) -> int:
    """Of the whole quarter, as it will be counted when it is over."""
    return sum(duty.due_count for duty in duties_in(cast.county, Q4.start, Q4.end, today=date(2027, 1, 5)))


def test_who_begins_today_owes_nothing_that_is_over(weekly):
    change = change_of([new(TODAY)], TODAY)
    assert (change.added, change.over, change.dropped) == (5, 0, 0)  # weeks that end on 29.11., 6., 13., 20., 27.12.


def test_who_begins_in_january_is_blamed_for_the_weeks_before(weekly):
    assert (change_of([new(NEW_YEAR)], TODAY).added, change_of([new(NEW_YEAR)], TODAY).over) == (13, 8)


def test_a_second_reach_adds_nothing_where_the_norm_asks_per_chief(weekly, cast):
    second = new(TODAY, chief=cast.village_chief.pk, post=cast.village_chief, reach=cast.village2_reach.pk)
    assert change_of([second], TODAY).added == 0
    Norm.objects.update(scope="reach")
    assert change_of([second], TODAY).added == 5


def test_the_predecessor_owes_no_more_from_the_week_of_the_change(weekly, cast):
    follows = Tenure.objects.select_related("post__region").get(reach=cast.village_reach)
    change = change_of([new(date(2026, 11, 25), reach=cast.village_reach.pk, follows=follows)], TODAY)
    assert (change.added, change.dropped) == (4, 5)  # nobody owes the week in which they change


@pytest.mark.parametrize("since", [None, NEW_YEAR])
def test_the_dry_run_foretells_what_the_import_brings(weekly, cast, since):
    planned = plan(None, listed(changed(0, 7, "丙九")), since=since, today=TODAY)
    figures = dict(planned.summary)
    before = owed(cast)
    planned.apply()
    added, dropped = figures["本季应巡增加（期次）"], figures.get("原河长不再承担（期次）", 0)
    assert owed(cast) - before == added - dropped
    assert bool(figures["其中已过期（期次）"]) == any("已经过去" in one.reason for one in planned.notices)
