"""调整协办单位: one unit answers, others help; who helps sees it, reports on its part, and takes no other step."""

import pytest
from django.core.exceptions import ValidationError

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import CoUnit, Issue
from issues.ledger.workflow import TABLE
from tests.cast import SINCE
from tests.issues import build, checks
from tests.issues.acts import ACTS, make, url


def fresh(post):
    """The post as a new request has it."""
    return Post.objects.get(pk=post.pk)


def sees(post, issue):
    return Issue.objects.visible_to(fresh(post)).filter(pk=issue.pk).exists()


def queue(post):
    return set(TABLE.waiting_for(fresh(post), Issue.objects.all()))


def helped(cast, make=build.rectifying):
    issue = make(cast)
    services.involve(issue, cast.clerk, co_units=[cast.town_gov], words="请协助清障")
    return issue


def test_works(cast, enter):
    issue = checks.works(cast, enter, "involve")
    assert issue.co_names == cast.town_gov.name
    told = Message.objects.filter(kind="issue.involve")
    assert set(told.values_list("user", flat=True)) == {cast.handler.user_id, cast.town_handler.user_id}


@pytest.mark.parametrize("state", [State.REGISTERED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "involve", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "involve", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "involve")


def test_neither_the_lead_nor_an_office(cast, enter):
    """The office verifies and signs off: it would judge its own work. Neither is offered, and the service refuses both."""
    issue = build.rectifying(cast)
    for unit, why in ((cast.bureau, "不能同时是协办单位"), (cast.office, "河长办不能作协办单位")):
        answer = enter(cast.clerk).post(url("involve", issue), {"co_units": [unit.pk]})
        assert answer.status_code == 422
        with pytest.raises(ValidationError, match=why):
            services.involve(issue, cast.clerk, co_units=[unit])
    assert not CoUnit.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "involve")


def test_who_helps_sees_it_and_has_it_before_him_until_his_part_is_done(cast, enter):
    other = build.rectifying(cast)
    issue = helped(cast)
    handler = cast.town_handler
    assert sees(handler, issue) and not sees(handler, other) and queue(handler) == {issue}
    assert queue(cast.handler) == {issue, other}
    page = enter(handler).get("/issues/").content.decode()
    assert issue.number in page and "填报协办进展" in page and other.number not in page
    assert {button.verb for button in TABLE.buttons(issue, fresh(handler))} == {"assist"}
    services.assist(issue, fresh(handler), words="已清障", is_done=True)
    assert queue(handler) == set() and sees(handler, issue)
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    services.send_back(issue, cast.clerk, words="坡脚仍有残留")
    assert queue(handler) == {issue}


@pytest.mark.parametrize("verb", ["apply", "rectify", "ask_extension", "return"])
def test_who_helps_takes_no_step_of_the_unit(cast, verb):
    issue = helped(cast)
    with pytest.raises(NotAllowed):
        ACTS[verb].run(issue, fresh(cast.town_handler), cast)


def test_who_helps_neither_verifies_nor_signs_off(cast, enter):
    """As patroller or clerk neither: the person belongs to a unit that worked on it."""
    user = cast.town_handler.user
    patrols = Post.objects.create(user=user, role=Role.PATROLLER, region=cast.town, starts_on=SINCE)
    clerk = Post.objects.create(user=user, role=Role.OFFICE_CLERK, region=cast.county, starts_on=SINCE)
    other, issue = build.applied(cast), helped(cast)
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    assert queue(patrols) == queue(clerk) == {other}
    for post in (patrols, clerk):
        with pytest.raises(NotAllowed, match="协办单位"):
            services.verify(issue, fresh(post), opinion="干净", photos=[build.photo(post)])
    services.verify(issue, cast.village_chief, opinion="干净", photos=[build.photo(cast.village_chief)])
    with pytest.raises(NotAllowed):
        services.close(issue, fresh(clerk))
    assert queue(clerk) == {other}
    services.close(issue, cast.head)
    with pytest.raises(NotAllowed):
        services.hold(issue, fresh(clerk), photos=[build.photo(clerk)])


def test_chosen_with_the_dispatch_and_gone_with_it(cast, enter):
    issue = build.registered(cast)
    told = ACTS["dispatch"].form(cast) | {"co_units": [cast.town_gov.pk, cast.bureau2.pk]}
    assert enter(cast.clerk).post(url("dispatch", issue), told).status_code == 302
    issue = Issue.objects.get(pk=issue.pk)
    assert issue.co_names == f"{cast.bureau2.name}、{cast.town_gov.name}" and sees(cast.town_handler, issue)
    page = enter(cast.leader).get(issue.get_absolute_url()).content.decode()
    assert f"协办：{issue.co_names}" in page
    services.recall(issue, cast.clerk, words="交错了")
    assert (issue.co_names, CoUnit.objects.count()) == ("", 0) and not sees(cast.town_handler, issue)
    gone = Message.objects.get(kind="issue.recall", user=cast.town_handler.user)
    assert gone.url == ""


def test_the_lead_is_no_helper(cast, enter):
    issue = build.registered(cast)
    told = ACTS["dispatch"].form(cast) | {"co_units": [cast.bureau.pk]}
    answer = enter(cast.clerk).post(url("dispatch", issue), told)
    assert answer.status_code == 422 and "不能同时是协办单位" in answer.content.decode()


def test_handed_to_who_helped_so_far(cast):
    issue = helped(cast)
    due = issue.due_on
    services.reassign(
        issue, cast.clerk, unit=cast.town_gov, requirement="清运", due_on=due, words="改由镇办", co_units=[cast.bureau]
    )
    assert (issue.co_names, list(issue.co_units.values_list("unit", flat=True))) == (cast.bureau.name, [cast.bureau.pk])
    assert sees(cast.handler, issue) and queue(cast.handler) == set() and queue(cast.town_handler) == {issue}


def test_a_number_that_no_unit_can_have(cast, enter):
    issue = make(cast, "involve")
    for number in ("9" * 25, "-" + "9" * 25):
        answer = enter(cast.clerk).post(url("involve", issue), ACTS["involve"].form(cast) | {"co_units": [number]})
        assert answer.status_code == 422
