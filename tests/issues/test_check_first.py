"""第一人核查: where the grade says so, two people go and see; neither of the unit, neither twice."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from tests.issues import build, checks
from tests.issues.acts import make
from tests.issues.test_endorse import waits


def checked(cast, by="patroller"):
    issue = make(cast, "check_first")
    services.check_first(issue, cast[by], first_opinion="坡脚干净", photos=[build.photo(cast[by])])
    return issue


def verify(cast, issue, by):
    return services.verify(issue, cast[by], opinion="已清理", photos=[build.photo(cast[by])])


def test_works(cast, enter):
    issue = checks.works(cast, enter, "check_first")
    assert (issue.first_checked_by, issue.first_opinion) == (cast.patroller.user, "已清理干净")
    assert issue.evidence.filter(kind="on_site").count() == 1


@pytest.mark.parametrize("state", [State.RECTIFYING, State.VERIFIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "check_first", state)


@pytest.mark.parametrize(("member", "status"), [("handler", 403), ("leader", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "check_first", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "check_first")


@pytest.mark.parametrize("field", ["first_opinion", "photos"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "check_first", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "check_first")


def test_the_second_completes_what_the_first_has_seen(cast, enter):
    issue = make(cast, "check_first")
    with pytest.raises(NotAllowed, match="须两人现场核查"):
        verify(cast, issue, "clerk")
    services.check_first(issue, cast.patroller, first_opinion="坡脚干净", photos=[build.photo(cast.patroller)])
    with pytest.raises(NotAllowed, match="须由另一人"):
        verify(cast, issue, "patroller")
    assert not waits(cast.patroller, issue) and waits(cast.clerk, issue)
    page = enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    assert "坡脚干净" in page and "第一人核查意见" in page
    verify(cast, issue, "clerk")
    assert (issue.state, issue.first_checked_by, issue.verified_by) == (
        State.VERIFIED,
        cast.patroller.user,
        cast.clerk.user,
    )


def test_before_the_first_it_waits_for_all_who_may_check(cast):
    issue = make(cast, "check_first")
    for key in ("clerk", "head", "patroller"):
        assert waits(cast[key], issue) and TABLE.next_for(issue, cast[key]).verb == "check_first"


def test_two_who_disagree_send_it_back_with_both_texts(cast):
    issue = checked(cast)
    services.send_back(issue, cast.clerk, words="坡脚仍有残留")
    assert issue.state == State.RECTIFYING and issue.first_checked_by is None
    told = Message.objects.get(kind="issue.two_opinions", user=cast.handler.user)
    assert "坡脚干净" in told.body and "坡脚仍有残留" in told.body
    assert [one.words for one in issue.transitions.filter(verb="check_first")] == ["坡脚干净"]


def test_sent_back_without_a_first_it_is_one_text(cast):
    issue = build.applied(cast)
    services.send_back(issue, cast.clerk, words="坡脚仍有残留")
    assert not Message.objects.filter(kind="issue.two_opinions").exists()


@pytest.mark.parametrize(
    "written",
    [
        lambda issue: {"verified_by": issue.first_checked_by, "verified_at": timezone.now(), "opinion": "好"},
        lambda issue: {"first_checked_by": issue.applied_by},
        lambda issue: {"first_checked_by": None, "state": "verified", "verified_at": timezone.now(), "opinion": "好"},
    ],
)
def test_the_database_refuses_one_who_is_two(cast, written):
    issue = checked(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(**written(issue))


def test_the_first_does_not_sign_off_a_grave_one(cast):
    issue = checked(cast, "clerk")
    Issue.objects.filter(pk=issue.pk).update(severity="major", chief_asked_until=None)
    issue.refresh_from_db()
    verify(cast, issue, "patroller")
    with pytest.raises(NotAllowed, match="须为两人"):
        services.close(issue, cast.clerk)
    assert not waits(cast.clerk, issue) and waits(cast.head, issue)
