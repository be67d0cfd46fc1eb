"""恢复办理: the deadline is later by the working days that were lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.kernel.workdays import Calendar
from issues.ledger import facts, services
from issues.ledger.choices import State
from tests.issues import checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "resume")
    assert issue.due_on is not None and issue.spans.get(kind="pause").ends_on is not None


@pytest.mark.parametrize("state", [State.DISPATCHED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "resume", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "resume", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "resume")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "resume")


def test_the_lost_working_days_are_given_back(cast):
    issue, calendar = make(cast, "suspend"), Calendar.load()
    due = issue.due_on
    services.suspend(issue, cast.clerk, words="汛期水位高")
    at = timezone.now() + timedelta(days=14)
    services.resume(issue, cast.clerk, at=at)
    lost = calendar.between(timezone.localdate(), timezone.localdate(at))
    assert lost > 5 and issue.due_on == calendar.add(due, lost)
    told = facts.explained(issue, timezone.localdate(at))
    assert told.due_on == issue.due_on and sum(one.counts for one in told.days) == calendar.between(
        told_from(issue), due
    )


def told_from(issue):
    """The day on which it was handed out."""
    return timezone.localdate(issue.dispatched_at)


def test_an_issue_from_before_there_were_spans_is_paused_as_well(cast):
    issue = make(cast, "suspend")
    due = issue.due_on
    issue.spans.all().delete()
    services.suspend(issue, cast.clerk, words="汛期水位高")
    services.resume(issue, cast.clerk)
    assert issue.due_on == due
