"""The table of a round, exhausted: every state × verb × member of the cast against what a person wrote down here."""

import pytest

from assessment.rounds.choices import RoundState
from assessment.rounds.models import Round
from assessment.rounds.workflow import TABLE
from hezhang.core.accounts.models import Post, User
from tests.assessment import acts, build
from tests.assessment.acts import at
from tests.cast import KEYS, SINCE

pytestmark = pytest.mark.story_until("2026-10-08")

# Written by hand from the rules of the office: all steps are the own region's office's, the last one its head's.
OFFICE = "clerk head"
MAY = {
    "running": {
        "compute": OFFICE, "add_entry": OFFICE, "withdraw_entry": OFFICE, "override": OFFICE,
    },
    "over": {
        "compute": OFFICE, "add_entry": OFFICE, "withdraw_entry": OFFICE, "override": OFFICE, "freeze": "head",
    },
    "frozen": {},
}  # fmt: skip
# A quarter that runs, one that is over and was computed since, one that is frozen.
MAKE = {
    "running": lambda cast: build.computed(cast, build.DURING),
    "over": acts.quarter,
    "frozen": acts.frozen,
}
ON_PART = {"withdraw_entry", "override"}
OFFERED = ["compute", "add_entry", "freeze"]


@pytest.fixture
def troupe(cast):
    """The cast with offices above and below the one whose round it is."""
    for key, region in (("city_head", cast.city), ("town_head", cast.town)):
        user = User.objects.create(username=key, name=key)
        cast.members[key] = Post.objects.create(user=user, role="office_head", region=region, starts_on=SINCE)
    return cast


EVERYBODY = [*KEYS, "city_head", "town_head"]


@pytest.mark.parametrize("state", list(MAKE))
def test_every_verb_and_every_member(troupe, state):
    found = MAKE[state](troupe)
    expected = {(verb, key) for verb, keys in MAY[state].items() for key in keys.split()}
    allowed = {
        (verb, key)
        for key in EVERYBODY
        for verb in TABLE.rows
        if TABLE.allows(found, verb, troupe[key], build.AFTER if state != "running" else build.DURING)
    }
    assert allowed == expected


@pytest.mark.parametrize("state", list(MAKE))
def test_whose_turn_it_is(troupe, state):
    """The queue asks the database what ``next_for`` asks in Python; a second round would show a queue of everything."""
    found, when = MAKE[state](troupe), build.AFTER if state != "running" else build.DURING
    build.open_round(troupe, quarter=2)
    for key in EVERYBODY:
        seen = Round.objects.visible_to(troupe[key]).filter(pk=found.pk).exists()
        step = TABLE.next_for(found, troupe[key], when) if seen else None
        assert set(TABLE.waiting_for(troupe[key], Round.objects.all(), when)) == ({found} if step else set()), key
        assert bool(step) == (key in MAY[state].get("freeze", "").split()), key


@pytest.mark.parametrize("state", ["over", "frozen"])
def test_a_button_that_shows_is_a_page_that_opens(troupe, enter, state):
    """What the table grants, the doors grant; and no more."""
    found = MAKE[state](troupe)
    score = build.score_of(found, troupe.town, "on_time_rate")
    for key in EVERYBODY:
        client, granted = enter(troupe[key]), MAY[state]
        for verb, obj in (("freeze", found), ("add_entry", found), ("override", score)):
            opens = client.get(at(verb, obj.pk)).status_code == 200
            assert opens == (key in granted.get(verb, "").split()), (key, verb)
        page = client.get(at("round", found.pk)).content.decode()
        for verb in OFFERED:
            assert (at(verb, found.pk) in page) == (key in granted.get(verb, "").split()), (key, verb)


def test_what_the_page_offers_to_whom(cast):
    """The clerk sees 定稿, and why it is not the clerk's; what is taken on a part has its button there."""
    found = acts.quarter(cast)
    offered = {key: [button.verb for button in TABLE.buttons(found, cast[key])] for key in KEYS}
    assert offered == {key: OFFERED if key in OFFICE.split() else [] for key in KEYS}
    assert {row.verb for row in TABLE.rows.values() if row.on_part} == ON_PART


def test_states_and_audiences_of_the_table_exist():
    for row in TABLE.rows.values():
        assert row.target in ["", *RoundState.values]
        assert set(row.sources) <= set(RoundState.values)
        assert set(row.who) | set(row.tells) <= set(TABLE.audiences)
        assert bool(row.tells) <= bool(row.done)
        assert bool(row.may) <= bool(row.condition)


def test_from_frozen_there_is_no_way(cast):
    assert TABLE.from_state(RoundState.FROZEN) == []
