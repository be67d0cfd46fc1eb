"""自动转河长办: what nobody of the town has answered in time, or can answer any more, is the office's; once, whoever sweeps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.accounts.services import end_post
from hezhang.core.audit.models import Entry
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from issues.reminders.tasks import remind
from tests.issues import build
from tests.issues.at_once import at_once, race

DAY = timedelta(days=1)


def after(issue, days=1):
    """Noon, so many days after the last day for an answer."""
    return timezone.now() + (issue.answer_on - timezone.localdate()) + days * DAY


def told(verb):
    return sorted(Message.objects.filter(kind=f"issue.{verb}").values_list("user__username", flat=True))


def test_the_day_after_it_is_the_offices_and_both_are_told_and_the_second_sweep_does_nothing(cast):
    issue = build.raised(cast)
    assert services.lapse_raised(after(issue, 0)) == 0
    assert services.lapse_raised(after(issue)) == 1
    row, steps, messages = Issue.objects.get(pk=issue.pk), issue.transitions.count(), Message.objects.count()
    assert row.state == State.REPORTED and row.answer_on == issue.answer_on
    step = row.transitions.get(verb="lapse")
    assert (step.user, step.post) == (None, None)
    assert "桥头镇河长（乔立本）没有在" in step.words and "转河长办登记" in step.words
    assert told("lapse") == ["clerk", "head", "town_chief", "village_chief"]
    assert Entry.objects.filter(action="issue.lapse", object_id=str(issue.pk)).count() == 1
    assert services.lapse_raised(after(issue, 2)) == 0
    assert (issue.transitions.count(), Message.objects.count()) == (steps, messages)


def test_the_sweep_that_runs_every_ten_minutes_does_it(cast):
    issue = build.raised(cast)
    remind()
    assert Issue.objects.get().state == State.RAISED
    Issue.objects.filter(pk=issue.pk).update(answer_on=timezone.localdate() - DAY)
    for _ in range(2):
        remind()
    assert Issue.objects.get().state == State.REPORTED
    assert issue.transitions.filter(verb="lapse").count() == 1


@pytest.mark.parametrize("done", ["settled", "passed on", "registered", "unfounded"])
def test_what_has_been_answered_or_taken_up_is_left_alone(cast, done):
    issue = build.raised(cast)
    if done == "settled":
        services.settle(issue, cast.town_chief, measures="已清")
    elif done == "passed on":
        services.pass_on(issue, cast.town_chief, words="转")
    elif done == "registered":
        services.register(issue, cast.clerk, category=Category.objects.first(), severity="minor", track="term")
    else:
        services.reject(issue, cast.clerk, words="现场没有")
    before = issue.state
    assert services.lapse_raised(after(issue, 9)) == 0
    assert Issue.objects.get().state == before


def test_where_the_chief_has_left_and_nobody_came_it_does_not_wait_for_the_clock(cast):
    issue = build.raised(cast)
    end_post(cast.town_chief, timezone.localdate() - DAY, by=None)
    assert services.lapse_raised() == 1
    assert issue.transitions.get(verb="lapse").words == "桥头镇乡镇级河长空缺，转河长办登记。"
    assert told("lapse") == ["clerk", "head", "village_chief"]


def test_several_of_different_days_each_at_its_own(cast):
    first, second = build.raised(cast), build.raised(cast)
    Issue.objects.filter(pk=second.pk).update(answer_on=first.answer_on + DAY)
    assert services.lapse_raised(after(first)) == 1
    assert services.lapse_raised(after(first, 2)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_pass_it_on_once(cast):
    issue = build.raised(cast)
    late = after(issue)
    assert sorted(at_once(*[lambda: services.lapse_raised(late)] * 2)) == [0, 1]
    assert issue.transitions.filter(verb="lapse").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("guard", "told_by"), [("guarded", ["0", "1"]), ("unguarded", ["1", "1"])])
def test_two_processes_sweep_with_the_lock_and_the_control_without(cast, guard, told_by):
    issue = build.raised(cast)
    Issue.objects.filter(pk=issue.pk).update(answer_on=timezone.localdate() - DAY)
    assert race("lapse", guard) == told_by
