"""合并: two tellings of one matter are handled as one, and counted as one."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build, checks
from tests.issues.acts import url
from tests.issues.at_once import at_once


def test_works(cast, enter):
    issue = checks.works(cast, enter, "merge")
    assert (issue.is_open, issue.merged_into.joined) == (False, 1)
    told = Message.objects.get(kind="issue.merge", user=cast.village_chief.user)
    assert told.url == issue.get_absolute_url()


@pytest.mark.parametrize("state", [State.SUSPENDED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "merge", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("patroller", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "merge", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "merge")


@pytest.mark.parametrize("field", ["number"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "merge", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "merge")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_each_into_the_other_at_once(cast):
    """No circle: one is merged, the other is told why it is not."""
    one, two = build.registered(cast), build.registered(cast)
    acts = [(one, two), (two, one)]
    at_once(*(lambda a=a, b=b: services.merge(Issue.objects.get(pk=a.pk), cast.clerk, into=b) for a, b in acts))
    merged = Issue.objects.filter(state=State.MERGED)
    assert merged.count() == 1 and Issue.objects.get(joined=1).pk == merged.get().merged_into_id


def test_no_chain_and_no_circle(cast):
    parent, child, third = build.registered(cast), build.registered(cast), build.registered(cast)
    services.merge(child, cast.clerk, into=parent)
    with pytest.raises(ValidationError, match="只能并入在办的问题"):
        services.merge(third, cast.clerk, into=child)
    parent.refresh_from_db()
    with pytest.raises(NotAllowed, match="已有 1 件问题并入本问题"):
        services.merge(parent, cast.clerk, into=third)
    with pytest.raises(NotAllowed, match="请先撤销合并"):
        services.reject(parent, cast.clerk, words="不属实")
    with pytest.raises(ValidationError, match="不能并入自己"):
        services.merge(third, cast.clerk, into=third)


def test_nothing_gets_more_time_by_it(cast):
    """A child with a deadline goes into a parent with an earlier one, and not into one that nobody works on yet."""
    child = build.rectifying(cast)
    with pytest.raises(ValidationError, match="请反过来"):
        services.merge(child, cast.clerk, into=build.registered(cast))
    parent = build.registered(cast)
    services.dispatch(
        parent, cast.clerk, unit=cast.town_gov, requirement="清运", due_on=child.due_on + timedelta(days=1)
    )
    with pytest.raises(ValidationError, match="请反过来"):
        services.merge(child, cast.clerk, into=parent)
    services.merge(parent, cast.clerk, into=child)
    # The unit that worked on the child is told, and so is the one that has to put right what the child tells.
    told = dict(Message.objects.filter(kind="issue.merge").values_list("user", "title"))
    assert set(told) == {cast.town_handler.user_id, cast.handler.user_id, cast.village_chief.user_id}
    assert child.number in told[cast.handler.user_id]


def test_another_county_and_what_is_out_of_sight(cast, enter):
    issue, far = build.registered(cast), build.registered(cast)
    Issue.objects.filter(pk=far.pk).update(region=cast.neighbour_town, county=cast.neighbour_town.code[:6])
    page = enter(cast.clerk).post(url("merge", issue), {"number": far.number})
    assert page.status_code == 422 and "没有这个编号的问题" in page.content.decode()
    with pytest.raises(ValidationError, match="不在同一区县"):
        services.merge(issue, cast.clerk, into=far)


def test_the_pages_lead_to_one_another(cast, enter):
    parent, child = build.registered(cast), build.registered(cast, text="桥下又见垃圾")
    page = BeautifulSoup(enter(cast.clerk).get(url("merge", child)).content, "html.parser")
    assert parent.number in page.select_one("fieldset").text
    services.merge(child, cast.clerk, into=parent, words="同一处")
    page = enter(cast.clerk).get(parent.get_absolute_url()).content.decode()
    assert "并入的问题" in page and "桥下又见垃圾" in page
    page = enter(cast.village_chief).get(child.get_absolute_url()).content.decode()
    assert f"{parent.number}</a>（待交办）" in page and f"并入 {parent.number}：同一处" in page


def test_who_reported_it_hears_of_the_end_of_the_other(cast):
    parent, child = build.verified(cast), build.registered(cast, post=cast.patroller)
    services.merge(child, cast.clerk, into=parent)
    parent.refresh_from_db()
    services.close(parent, cast.head)
    told = Message.objects.get(kind="issue.close", user=cast.patroller.user)
    assert told.url == child.get_absolute_url() and parent.number in told.body
