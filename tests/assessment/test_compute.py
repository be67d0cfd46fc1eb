"""重新计算: as often as one likes, until the round is frozen."""

from datetime import date, datetime, timedelta

import pytest

from assessment.rounds import services
from hezhang.core.kernel.periods import SHANGHAI
from hezhang.core.workflow.errors import SomebodyWasFaster
from tests.assessment import acts, build

pytestmark = pytest.mark.story_until("2026-10-08")


def test_works(cast, enter):
    found = acts.works(cast, enter, "compute")
    assert found.transitions.last().supplied["as_of"] == "2026-09-30"


def test_wrong_state(cast, enter):
    acts.refuses_frozen(cast, enter, "compute")
    with pytest.raises(SomebodyWasFaster):
        services.compute(acts.Round.objects.get(), by=None)


@pytest.mark.parametrize("member", ["town_chief", "village_chief", "patroller", "leader", "handler", "system_admin"])
def test_wrong_role(cast, enter, member):
    acts.refuses_role(cast, enter, "compute", member)


def test_neighbour_county(cast, enter):
    acts.is_hidden_from_neighbour(cast, enter, "compute")


def test_it_is_pressed_not_read(cast, enter):
    assert enter(cast.head).get(acts.at("compute", acts.quarter(cast).pk)).status_code == 405


def test_again_gives_the_same(cast):
    found = acts.quarter(cast)
    before = acts.picture(found)
    services.compute(found, by=cast.clerk, at=build.AFTER)
    assert acts.picture(found) == before


def test_by_the_system(cast):
    found = acts.quarter(cast)
    step = services.compute(found, by=None, at=build.AFTER)
    assert (step.user, step.post, step.from_state, step.to_state) == (None, None, "running", "running")


def test_a_patrol_sent_late_counts_for_its_quarter_but_not_after_freezing(cast):
    found = acts.quarter(cast)
    last_evening, sent = date(2026, 9, 30), datetime(2026, 10, 2, 9, tzinfo=SHANGHAI)
    build.patrol(cast.village_chief, cast.village_reach, last_evening, submitted=sent)
    services.compute(found, by=None, at=build.AFTER)
    assert build.score_of(found, cast.town, "patrol_zero").numerator == 2  # of three chiefs
    services.freeze(found, by=cast.head, at=build.AFTER)
    before = acts.picture(found)
    build.patrol(cast.village2_chief, cast.village2_reach, last_evening, submitted=sent + timedelta(days=8))
    with pytest.raises(SomebodyWasFaster):
        services.compute(found, by=cast.clerk)
    assert acts.picture(found) == before and services.verify_digest(found)
