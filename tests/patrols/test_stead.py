"""A walk in the stead of a chief on leave counts for that chief, and once."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.periods import SHANGHAI, period_of
from patrols.judgement.facts.duties import duties_in, duty_of, owed_now, with_walks
from patrols.norms.choices import NormScope
from patrols.norms.models import Norm
from patrols.walks.models import Patrol
from patrols.walks.services import submit_patrol
from rivers.acting.models import Acting
from rivers.chiefs.models import Tenure
from tests.patrols.test_duty import norm

pytestmark = pytest.mark.clock("2026-11-25T12:00")
FIRST, LAST = datetime(2026, 10, 1).date(), datetime(2026, 12, 31).date()
WEEK = datetime(2026, 11, 9).date()  # a Monday


@pytest.fixture
def away(cast):
    """The village chief is away for the week of 9 November; the town's chief stands in."""
    Norm.objects.all().delete()
    for tier in ("village", "town"):
        norm("week", tier=tier).save()
    days = {"starts_on": WEEK, "ends_on": WEEK + timedelta(days=6), "planned_on": WEEK + timedelta(days=6)}
    tenure = Tenure.objects.get(post=cast.village_chief)
    return Acting.objects.create(tenure=tenure, post=cast.town_chief, reason="学习", entered_on=WEEK, **days)


def walk(post, reach, day):
    from uuid import uuid4

    begun = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    return submit_patrol(
        by=post, client_id=uuid4(), reach=reach, started_at=begun, ended_at=begun + timedelta(minutes=30)
    ).patrol


def met(cast):
    """How many weeks each has met, in all and by the rows behind the figure."""
    told = {}
    for duty in duties_in(cast.county, FIRST, LAST, today=datetime(2027, 1, 5).date()):
        behind = sum(bool(walks) for _, walks in with_walks(duty, Patrol.objects.all()))
        assert behind == duty.met_count
        assert sum(len(walks) for _, walks in with_walks(duty, Patrol.objects.all())) == duty.patrol_count
        told[duty.post.user.name] = duty.met_count
    return told["尚有田"], told["乔立本"]


def test_it_counts_for_who_is_away_and_not_for_who_walked(cast, away):
    walk(cast.town_chief, cast.village_reach, WEEK + timedelta(days=2))
    assert met(cast) == (1, 0)
    walk(cast.town_chief, cast.town_reach, WEEK + timedelta(days=2))
    assert met(cast) == (1, 1)


def test_days_around_it_are_the_walkers_own(cast, away):
    for day in (WEEK - timedelta(days=1), WEEK + timedelta(days=7)):
        walk(cast.town_chief, cast.village_reach, day)
    assert met(cast) == (0, 2)


def test_the_chief_may_walk_all_the_same(cast, away):
    walk(cast.village_chief, cast.village_reach, WEEK)
    assert met(cast) == (1, 0)
    assert duty_of(cast.village_chief, FIRST, LAST).patrol_count == 1


@pytest.mark.parametrize("scope", NormScope.values)
def test_the_running_week_says_so_too(cast, away, scope):
    Norm.objects.update(scope=scope)
    Acting.objects.update(starts_on=timezone.localdate(), ends_on=LAST, planned_on=LAST)
    [before] = owed_now(cast.village_chief)
    walk(cast.town_chief, cast.village_reach, period_of("week", timezone.localdate()).start + timedelta(days=2))
    [after] = owed_now(cast.village_chief)
    assert (before.is_met, after.is_met) == (False, True)
    assert not any(one.is_met for one in owed_now(cast.town_chief))


def test_the_page_of_the_chief_names_who_walked(cast, away, enter):
    walk(cast.town_chief, cast.village_reach, WEEK + timedelta(days=2))
    page = enter(cast.clerk).get(reverse("patrols:duty_chief", args=[cast.village_chief.pk]), {"span": "2026-q4"})
    assert "乔立本代巡" in page.content.decode()
    assert "代尚有田" not in page.content.decode()
