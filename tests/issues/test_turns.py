"""Whose turn it is: the queue, the buttons, the desk, the ledger's row and the server all say the same."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.refusal import NotAllowed
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from tests.cast import KEYS, SINCE
from tests.issues import build
from tests.issues.acts import ACTS, url

pytestmark = pytest.mark.apart

# state: who has it before him. Written by hand; nobody else finds it in 待我办.
OFFICE = "clerk head"
TURN = {
    State.RAISED: ("settle", "town_chief"),
    State.REPORTED: ("register", OFFICE),
    State.REGISTERED: ("dispatch", OFFICE),
    State.DISPATCHED: ("sign_for", "handler colleague"),
    State.RECTIFYING: ("apply", "handler colleague"),
    # Nobody's turn: it waits for the high water to fall.
    State.SUSPENDED: ("", ""),
    State.APPLIED: ("verify", f"{OFFICE} village_chief deputy patroller"),
    State.VERIFIED: ("close", OFFICE),
    State.CLOSED: ("", ""),
    State.SETTLED: ("", ""),
    State.UNFOUNDED: ("", ""),
    State.MERGED: ("", ""),
}


def person(cast, key, name, **post):
    user = post.pop("user", None) or User.objects.create(username=key, name=name)
    cast.members[key] = Post.objects.create(user=user, starts_on=SINCE, **post)
    return cast.members[key]


@pytest.fixture
def troupe(cast):
    """The cast with those who stand at the edges: a deputy chief, and people of the unit who also patrol or check."""
    deputy = person(cast, "deputy", "傅同河", role=Role.CHIEF, region=cast.village)
    Tenure.objects.create(post=deputy, reach=cast.village_reach, kind=TenureKind.DEPUTY, starts_on=SINCE)
    person(cast, "colleague", "同在局", role=Role.HANDLER, region=cast.county, department=cast.bureau)
    person(cast, "unit_patroller", "", role=Role.PATROLLER, region=cast.town, user=cast.colleague.user)
    person(cast, "handler_patroller", "", role=Role.PATROLLER, region=cast.town, user=cast.handler.user)
    person(cast, "unit_clerk", "", role=Role.OFFICE_CLERK, region=cast.county, user=cast.colleague.user)
    person(cast, "town_clerk", "镇文书", role=Role.OFFICE_CLERK, region=cast.town, department=cast.town_gov)
    person(cast, "city_clerk", "市文书", role=Role.OFFICE_CLERK, region=cast.city)
    return cast


EDGES = ["deputy", "colleague", "unit_patroller", "handler_patroller", "unit_clerk", "town_clerk", "city_clerk"]
EVERYBODY = [*KEYS, *EDGES]
# Offices above and below the one that listed it see to it as well, but for signing it off.
BESIDE = {State.REPORTED, State.REGISTERED, State.APPLIED}
UNIT_CLERK = {State.REPORTED, State.REGISTERED}


def expected(state):
    keys = set(TURN[state][1].split())
    if state in BESIDE:
        keys |= {"city_clerk", "town_clerk"}
    return keys | ({"unit_clerk"} if state in UNIT_CLERK else set())


@pytest.mark.parametrize("state", list(State))
def test_queue_buttons_and_server_agree_for_everybody(troupe, enter, state):
    """Two issues each, so that a queue that gives everything to everybody would show."""
    issue, other = build.AT[state](troupe), build.AT[State.CLOSED](troupe)
    verb, found = TURN[state][0], set()
    for key in EVERYBODY:
        post = Post.objects.get(pk=troupe[key].pk)
        queue = set(TABLE.waiting_for(post, Issue.objects.all()))
        offered = [button for button in TABLE.buttons(issue, post) if button.enabled and button.row.leads_on]
        step = TABLE.next_for(issue, post) if Issue.objects.visible_to(post).filter(pk=issue.pk) else None
        assert queue == ({issue} if step else set()), key
        assert not step or [step.verb] == [button.verb for button in offered] == [verb], key
        found |= {key} if step else set()
    assert found == expected(state)
    assert other.state == State.CLOSED
    for key in EVERYBODY if verb and verb != "sign_for" else []:
        opens = enter(troupe[key]).get(url(verb, issue)).status_code == 200
        assert opens == (key in found), key


def mine(client):
    """Texts and buttons of the desk's 待办, and of the ledger's tab 待我办."""
    desk = BeautifulSoup(client.get("/").content, "html.parser")
    ledger = BeautifulSoup(client.get(reverse("issues:ledger"), {"tab": "mine"}).content, "html.parser")
    return (
        [button.text.strip() for button in desk.select(".todo-do")],
        [action.text.strip() for action in ledger.select("td.col-actions > *")],
    )


@pytest.mark.parametrize("state", [State.DISPATCHED, State.RECTIFYING])
def test_the_row_says_what_the_desk_says(troupe, enter, state):
    build.AT[state](troupe)
    word = TABLE[TURN[state][0]].label
    assert mine(enter(troupe.handler)) == ([word], [word])


def test_a_step_is_pressed_in_the_ledger(troupe, client, enter):
    """签收 from the row: the button sends the page's own form, which carries the token."""
    issue = build.dispatched(troupe)
    client = enter(troupe.handler)
    page = BeautifulSoup(client.get(reverse("issues:ledger")).content, "html.parser")
    button = page.select_one("td.col-actions button")
    form = page.select_one(f"form#{button['form']}")
    assert form["method"] == "post"
    assert form.select_one("[name=csrfmiddlewaretoken]")
    assert client.post(button["formaction"]).status_code == 302
    issue.refresh_from_db()
    assert issue.state == State.RECTIFYING


def queue(post):
    """待我办 as a new request asks for it."""
    return set(TABLE.waiting_for(Post.objects.get(pk=post.pk), Issue.objects.all()))


def succeed(cast):
    """A new chief of the village reach from today; the old one keeps his post."""
    today = timezone.localdate()
    Tenure.objects.filter(post=cast.village_chief).update(ends_on=today - timedelta(days=1))
    successor = person(cast, "successor", "接河长", role=Role.CHIEF, region=cast.village)
    Tenure.objects.create(post=successor, reach=cast.village_reach, kind=TenureKind.RESPONSIBLE, starts_on=today)
    return successor


def test_the_open_problem_passes_to_the_successor(cast, enter):
    issue = build.applied(cast)
    assert issue.chief == cast.village_chief
    successor = succeed(cast)
    assert "现场核查" in enter(successor).get("/").content.decode()
    former = enter(cast.village_chief)
    assert issue.text not in BeautifulSoup(former.get("/").content, "html.parser").select_one("#section-2").text
    assert former.get(url("verify", issue)).status_code == 403
    with pytest.raises(NotAllowed):
        ACTS["verify"].run(issue, Post.objects.get(pk=cast.village_chief.pk), cast)
    assert enter(successor).post(url("verify", issue), ACTS["verify"].form(cast)).status_code == 302


def test_whoever_is_told_is_whoever_answers(cast):
    issue = build.applied(cast)
    chiefs = TABLE.audiences["chief"]
    assert set(chiefs.posts(issue)) == {cast.village_chief}
    successor = succeed(cast)
    assert set(chiefs.posts(issue)) == {successor}


def test_the_chief_of_that_day_keeps_it_while_the_reach_is_vacant(cast, enter):
    issue = build.applied(cast)
    Tenure.objects.filter(post=cast.village_chief).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert enter(cast.village_chief).get(url("verify", issue)).status_code == 200
    assert queue(cast.village_chief) == {issue}


@pytest.mark.parametrize(("vacant", "answering"), [("village", "town_chief"), ("village town", "county_chief")])
def test_a_vacant_reach_is_left_to_the_chief_of_the_nearest_above(cast, vacant, answering):
    """Nothing is orphaned: the one who found it has gone, and it lies on the desk of the chief above."""
    issue = build.applied(cast)
    assert queue(cast.county_chief) == queue(cast.town_chief) == set()
    for place in vacant.split():
        end_post(cast[f"{place}_chief"], timezone.localdate() - timedelta(days=1), by=None)
    assert queue(cast[answering]) == {issue}
    assert set(TABLE.audiences["chief"].posts(issue)) == {cast[answering]}
    assert queue(succeed(cast)) == {issue} and queue(cast[answering]) == set()


def test_who_answered_for_a_vacant_reach_from_above_hands_it_over_too(cast):
    """Found while the village reach was vacant, the issue was the town chief's."""
    Tenure.objects.filter(post=cast.village_chief).update(ends_on=timezone.localdate() - timedelta(days=60))
    issue = build.applied(cast)
    assert issue.chief == cast.town_chief
    assert queue(cast.town_chief) == {issue}
    successor = succeed(cast)
    assert queue(cast.town_chief) == set()
    assert queue(successor) == {issue}


@pytest.mark.parametrize("member", ["village_chief", "handler", "patroller"])
def test_a_line_more_costs_no_query(cast, enter, member):
    client, costs = enter(cast[member]), []
    for more in (1, 3):
        for _ in range(more):
            build.applied(cast)
            build.rectifying(cast)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("issues:ledger")).status_code == 200
            assert client.get("/").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1], costs


@pytest.mark.parametrize(
    ("state", "drawn"), [(State.RECTIFYING, "clock"), (State.CLOSED, "check"), (State.APPLIED, "arrow-right")]
)
def test_only_a_running_issue_wears_a_clock(cast, enter, state, drawn):
    page = BeautifulSoup(enter(cast.clerk).get(build.AT[state](cast).get_absolute_url()).content, "html.parser")
    assert page.select_one(".issue-clock use")["href"].endswith(f"#{drawn}")


def test_who_stands_in_has_the_problems_beside_the_chief_on_leave(cast, enter):
    """代理: both may check it on site and both are told; a day later it is the chief's alone."""
    today, issue = timezone.localdate(), build.applied(cast)
    stand_in = person(cast, "stand_in", "代河长", role=Role.CHIEF, region=cast.village)
    assert queue(stand_in) == set()
    days = {"starts_on": today, "ends_on": today, "planned_on": today, "entered_on": today}
    acting = Acting.objects.create(tenure=cast.village_chief.tenures.get(), post=stand_in, reason="学习", **days)
    assert queue(stand_in) == queue(cast.village_chief) == {issue}
    assert set(TABLE.audiences["chief"].posts(issue)) == {cast.village_chief, stand_in}
    assert "现场核查" in enter(stand_in).get("/").content.decode()
    assert enter(stand_in).get(url("verify", issue)).status_code == 200
    Acting.objects.filter(pk=acting.pk).update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert queue(stand_in) == set() and queue(cast.village_chief) == {issue}


def test_a_problem_of_a_vacant_reach_below_lies_with_who_stands_in_above(cast):
    today, issue = timezone.localdate(), build.applied(cast)
    end_post(cast.village_chief, today - timedelta(days=1), by=None)
    days = {"starts_on": today, "ends_on": today, "planned_on": today, "entered_on": today}
    Acting.objects.create(tenure=cast.town_chief.tenures.get(), post=cast.county_chief, reason="学习", **days)
    assert queue(cast.town_chief) == queue(cast.county_chief) == {issue}
    assert set(TABLE.audiences["chief"].posts(issue)) == {cast.town_chief, cast.county_chief}
