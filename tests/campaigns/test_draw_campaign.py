"""抽取: reaches and teams by lot, the same again by the seed, and nobody looks at his own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hezhang.core.accounts.choices import Role
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.campaigns import services
from issues.campaigns.models import Campaign, Visit
from issues.campaigns.rules import Asked, Person, Place, draw
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from tests.campaigns.campaigns import AT, draft, drawn, far_reach, somebody, visited
from tests.cast import SINCE
from tests.issues import build

TOWNS = ["990101001", "990101002", "990101003"]
PLACES = st.lists(st.tuples(st.sampled_from(TOWNS), st.sampled_from(["town", "village"])), max_size=40)
PEOPLE = st.lists(st.sampled_from(["", *TOWNS]), min_size=2, max_size=9)
ASKED = st.one_of(
    st.builds(Asked, st.just("each"), st.integers(1, 4)), st.builds(Asked, st.just("share"), st.integers(1, 100))
)
SEEDS = st.text("0123456789abcdef", min_size=1, max_size=16)


def places_of(told):
    code = {"town": "000", "village": "201"}
    return [Place(pk, f"R{pk:04d}", f"{town}{code[tier]}", tier) for pk, (town, tier) in enumerate(told)]


def people_of(told):
    return [Person(100 + pk, (town,) if town else ()) for pk, town in enumerate(told)]


@given(PLACES, PEOPLE, ASKED, SEEDS)
def test_the_same_seed_is_the_same_draw_and_nobody_looks_at_his_own(told, towns, asked, seed):
    places, people = places_of(told), people_of(towns)
    first = draw(places, people, asked, seed)
    assert first == draw(reversed(places), reversed(people), asked, seed)
    known = {one.pk: one for one in people}
    assert sorted(pk for team in first.teams for pk in team) == sorted(known)
    assert {len(team) for team in first.teams} <= {2, 3} and sum(len(team) == 3 for team in first.teams) <= 1
    pks = [place.pk for place, _ in first.visits]
    assert len(set(pks)) == len(pks)
    for place, team in first.visits:
        assert not any(known[pk].answers_for(place) for pk in first.teams[team - 1])
    barred = {place.pk for place in first.barred}
    assert not barred & set(pks)
    assert all(any(known[pk].answers_for(place) for pk in team) for place in first.barred for team in first.teams)


@given(PLACES, ASKED, SEEDS)
def test_every_town_and_tier_gives_its_share(told, asked, seed):
    places = places_of(told)
    visits = draw(places, people_of(["", ""]), asked, seed).visits
    for stratum in {one.stratum for one in places}:
        there = sum(one.stratum == stratum for one in places)
        taken = sum(place.stratum == stratum for place, _ in visits)
        if asked.how == "each":
            assert taken == min(there, asked.amount)
        else:
            assert there * asked.amount // 100 <= taken <= -(-there * asked.amount // 100)
    if asked.how == "share":
        assert len(visits) == -(-len(places) * asked.amount // 100)


@given(PLACES, SEEDS)
def test_who_may_go_anywhere_shares_the_work_evenly(told, seed):
    visits = draw(places_of(told), people_of([""] * 6), Asked("share", 100), seed).visits
    loads = [sum(team == number for _, team in visits) for number in (1, 2, 3)]
    assert max(loads) - min(loads) <= 1


def test_the_lot_is_what_anybody_reckons():
    """Written down, since a draw of years ago must still come out the same."""
    places = places_of([(TOWNS[0], "village")] * 5 + [(TOWNS[1], "village")] * 5)
    made = draw(places, people_of(["", "", TOWNS[0], TOWNS[1]]), Asked("each", 2), "2026")
    assert made.teams == [[103, 101], [100, 102]]
    assert [(place.pk, team) for place, team in made.visits] == [(0, 1), (3, 1), (7, 2), (8, 2)]


def test_draw_campaign(cast):
    campaign = draft(cast)
    services.draw_campaign(campaign, cast.clerk, seed="2026")
    draw_ = campaign.draws.get()
    lots, again = services.drawn_again(draw_)
    assert (campaign.state, campaign.seed, draw_.post) == ("drawn", "2026", cast.clerk)
    assert {(place.pk, team) for place, team in again.visits} == set(campaign.visits.values_list("reach", "team"))
    assert campaign.visits.count() == 2 and {one.tier for one in lots.places} == {"town", "village"}
    assert set(campaign.inspectors.values_list("team", flat=True)) == {1}


def test_who_answers_for_a_reach_is_kept_from_it(cast):
    """By the town, by a chief's reach around it, by the unit's own work there, whatever post he was chosen under."""
    far = far_reach(cast)
    free = [somebody(cast, key, cast.county, Role.OFFICE_CLERK) for key in ("甲", "乙", "丙")]
    Tenure.objects.create(post=free[0], reach=cast.town_reach, kind=TenureKind.LIAISON, starts_on=SINCE)
    busy = somebody(cast, "丁", cast.county, Role.HANDLER, department=cast.bureau)
    build.dispatched(cast)  # the bureau's, on the village's reach
    campaign = draft(cast, pool=[cast.patroller, *free, busy], tiers=["village"], amount=9)
    services.draw_campaign(campaign, cast.clerk, seed="1")
    lots, _ = services.drawn_again(campaign.draws.get())
    near = {one.pk: one for one in lots.places}[cast.village_reach.pk]
    kept = {one.pk for one in lots.people if one.answers_for(near)}
    assert kept == {cast.patroller.pk, free[0].pk, busy.pk}
    assert not any(one.answers_for({two.pk: two for two in lots.places}[far.pk]) for one in lots.people)


def test_what_was_looked_at_lately_is_left_out_and_said(cast):
    before = visited(cast)
    reach = before.visits.done().get().reach
    again = draft(cast, spared_days=90, amount=9)
    services.draw_campaign(again, cast.clerk)
    assert not again.visits.filter(reach=reach).exists() and again.visits.exists()
    lots, _ = services.drawn_again(again.draws.get())
    assert [(pk, why) for pk, _, _, why in lots.spared] == [(reach.pk, "90 天内检查过")]
    Visit.objects.done().update(done_at=timezone.now() - timedelta(days=120))
    later = draft(cast, spared_days=90, amount=9)
    services.draw_campaign(later, cast.clerk)
    assert later.visits.filter(reach=reach).exists()


def test_nothing_to_draw(cast):
    campaign = draft(cast, pool=[cast.patroller, cast.town_chief], tiers=["village"])
    with pytest.raises(ValidationError, match="没有可抽取的河段"):
        services.draw_campaign(campaign, cast.clerk)
    assert Campaign.objects.get().state == "draft" and not Visit.objects.exists()


@pytest.mark.parametrize("state", ["drawn", "running", "finished", "cancelled"])
def test_not_from_another_state(cast, state):
    with pytest.raises(SomebodyWasFaster):
        services.draw_campaign(AT[state](cast), cast.clerk)


@pytest.mark.parametrize("member", ["handler", "leader", "patroller", "town_chief", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.draw_campaign(draft(cast), cast[member])


def test_the_page_explains_the_draw(cast, enter):
    campaign = drawn(cast)
    page = enter(cast.clerk).get(reverse("issues:campaign_explained", args=[campaign.pk])).content.decode()
    assert "与任务一致" in page and "2026" in page and "施建工" in page and "上桥村" not in page
    url = reverse("issues:campaign_explained", args=[campaign.pk])
    for member, status in (("leader", 200), ("handler", 403), ("town_chief", 403), ("neighbour_clerk", 404)):
        assert enter(cast[member]).get(url).status_code == status, member
