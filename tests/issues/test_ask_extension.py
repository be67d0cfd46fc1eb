"""申请延期: the unit needs more time, and says so before it is late."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.kernel.words import day_words
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import checks
from tests.issues.acts import ACTS, make, url


def test_the_form_says_what_is_to_be_extended(cast, enter):
    issue = make(cast, "ask_extension")
    page = enter(cast.handler).get(url("ask_extension", issue)).content.decode()
    assert f"现在的整改时限是 {day_words(issue.due_on)}" in page


def test_works(cast, enter):
    issue = make(cast, "ask_extension")
    until = issue.due_on + timedelta(days=7)
    client = enter(cast.handler)
    assert client.post(url("ask_extension", issue), {"until": f"{until}", "words": "雨天不能施工"}).status_code == 302
    before, issue = issue.due_on, Issue.objects.get(pk=issue.pk)
    assert (issue.asked_until, issue.due_on) == (until, before)
    assert Message.objects.filter(kind="issue.ask_extension", user=cast.clerk.user).exists()


@pytest.mark.parametrize("state", [State.DISPATCHED, State.APPLIED, State.SUSPENDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "ask_extension", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("village_chief", 403), ("town_handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "ask_extension", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "ask_extension")


@pytest.mark.parametrize("field", ["until", "words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "ask_extension", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "ask_extension")


def test_who_is_late_already_asks_in_vain(cast):
    issue = make(cast, "ask_extension")
    late = timezone.make_aware(datetime.combine(issue.due_on + timedelta(days=1), time(9)))
    with pytest.raises(NotAllowed, match="已超过整改时限"):
        services.ask_extension(issue, cast.handler, until=issue.due_on + timedelta(days=9), words="来不及", at=late)


def test_an_earlier_day_extends_nothing(cast, enter):
    issue = make(cast, "ask_extension")
    answer = enter(cast.handler).post(url("ask_extension", issue), {"until": f"{issue.due_on}", "words": "来不及了"})
    assert answer.status_code == 422 and "须晚于现在的时限" in answer.content.decode()


def test_it_is_asked_once_and_falls_with_the_application(cast):
    issue = make(cast, "ask_extension")
    ACTS["ask_extension"].run(issue, cast.handler, cast)
    with pytest.raises(NotAllowed, match="已有延期申请"):
        ACTS["ask_extension"].run(issue, cast.handler, cast)
    ACTS["apply"].run(issue, cast.handler, cast)
    assert issue.asked_until is None
