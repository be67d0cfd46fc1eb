"""签署河长意见: asked within the application where the grade says so; waited for until its day, and printed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.models import Message
from issues.clocks.choices import Severity, Track
from issues.documents.facts.closing import closing_paper
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue, SignOffRule
from issues.ledger.workflow import TABLE
from rivers.chiefs.models import Tenure
from tests.issues import build, checks
from tests.issues.acts import asks_more


def asked(cast, severity=Severity.MAJOR):
    """Applied for, of a grade of which the chief is asked."""
    issue = build.reported(cast)
    category = Category.objects.get(name="乱堆")
    services.register(issue, cast.clerk, category=category, severity=severity, track=Track.TERM)
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运")
    services.sign_for(issue, cast.handler)
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    return issue


def seen_by_two(cast, issue):
    services.check_first(issue, cast.patroller, first_opinion="干净", photos=[build.photo(cast.patroller)])
    services.verify(issue, cast.clerk, opinion="干净", photos=[build.photo(cast.clerk)])
    return issue


def waits(post, issue):
    return issue in TABLE.waiting_for(Post.objects.get(pk=post.pk), Issue.objects.all())


def test_works(cast, enter):
    issue = checks.works(cast, enter, "endorse")
    assert (issue.chief_view, issue.chief_said_by) == ("agree", cast.village_chief.user)
    assert Message.objects.filter(kind="issue.endorse", user=cast.handler.user).count() == 1


@pytest.mark.parametrize("state", [State.DISPATCHED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "endorse", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("patroller", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "endorse", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "endorse")


@pytest.mark.parametrize("field", ["words", "view"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "endorse", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "endorse")


def test_asked_with_the_application_where_the_grade_says_so(cast):
    issue, minor = asked(cast), build.applied(cast)
    assert issue.chief_asked_until == Calendar.load().add(timezone.localdate(), 3) and issue.two_checkers
    assert minor.chief_asked_until is None and not minor.two_checkers
    assert TABLE.next_for(issue, cast.village_chief).verb == "endorse" and waits(cast.village_chief, issue)
    assert TABLE.next_for(minor, cast.village_chief).verb == "verify"


def test_the_rule_is_data_and_does_not_reach_back(cast):
    issue = asked(cast)
    SignOffRule.objects.filter(severity=Severity.MAJOR).update(chief_days=0, two_checkers=False)
    issue.refresh_from_db()
    assert issue.two_checkers and issue.chief_asked_until
    assert asked(cast).chief_asked_until is None


def test_who_signs_off_waits_until_the_day_and_no_longer(cast):
    issue = seen_by_two(cast, asked(cast))
    with pytest.raises(NotAllowed, match="征求责任河长意见"):
        services.close(issue, cast.head)
    assert not waits(cast.head, issue) and waits(cast.village_chief, issue)
    Issue.objects.filter(pk=issue.pk).update(chief_asked_until=timezone.localdate() - timedelta(days=1))
    issue.refresh_from_db()
    assert waits(cast.head, issue) and waits(cast.village_chief, issue)
    services.close(issue, cast.head)
    assert issue.state == State.CLOSED


def test_against_the_chief_only_with_words_and_both_are_printed(cast, enter):
    issue = seen_by_two(cast, asked(cast))
    services.endorse(issue, cast.village_chief, view="disagree", words="坡脚未复绿")
    with pytest.raises(ValidationError, match="责任河长不同意销号"):
        services.close(issue, cast.head)
    assert enter(cast.head).post(f"/issues/{issue.pk}/close/", {"words": ""}).status_code == 422
    services.close(issue, cast.head, words="复绿列入秋季计划")
    printed = str(closing_paper(issue))
    for words in ("责任河长意见", "坡脚未复绿", "复绿列入秋季计划", "第一人核查意见"):
        assert words in printed, words
    page = enter(cast.leader).get(issue.get_absolute_url()).content.decode()
    assert "不同意：坡脚未复绿" in page


def test_sent_back_it_is_asked_anew(cast):
    issue = asked(cast)
    services.endorse(issue, cast.village_chief, view="agree", words="同意")
    services.send_back(issue, cast.clerk, words="仍有残留")
    assert (issue.chief_view, issue.chief_asked_until, issue.two_checkers) == ("", None, False)
    services.apply(issue, cast.handler, measures="再次清运", photos=[build.photo(cast.handler)])
    assert issue.chief_asked_until and TABLE.next_for(issue, cast.village_chief).verb == "endorse"


def test_where_there_is_no_chief_nobody_is_waited_for(cast):
    issue = build.rectifying(cast)
    Issue.objects.filter(pk=issue.pk).update(severity=Severity.MAJOR, chief=None)
    Tenure.objects.all().delete()
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    assert issue.chief_asked_until is None and issue.two_checkers


def test_the_database_keeps_an_opinion_whole(cast):
    issue = build.applied(cast)
    asks_more(issue)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(chief_view="agree")


def test_a_class_may_ask_more_than_its_grade(cast):
    kind = Category.objects.get(name="乱堆")
    SignOffRule.objects.filter(severity=Severity.MAJOR).update(chief_days=0, two_checkers=False)
    SignOffRule.objects.create(category=kind, severity=Severity.MAJOR, two_checkers=True, chief_days=2)
    issue = asked(cast)
    assert issue.category == kind and issue.two_checkers and issue.chief_asked_until


def test_of_any_class_there_is_one_rule_a_grade(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOffRule.objects.create(severity=Severity.MAJOR)
