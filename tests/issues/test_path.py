"""The whole way of an issue, as the people of the district go it."""

from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build


def test_from_report_to_sign_off(cast):
    issue = build.closed(cast)
    issue = Issue.objects.get(pk=issue.pk)
    assert issue.state == State.CLOSED
    assert not issue.is_open
    assert [step.verb for step in issue.transitions.all()] == [
        "report", "register", "dispatch", "sign_for", "apply", "verify", "close",
    ]  # fmt: skip
    assert build.kinds(issue) == ["found", "after", "on_site"]
    assert issue.chief == cast.village_chief
    assert issue.closed_by == cast.head.user


def test_every_state_can_be_reached(cast):
    assert {make(cast).state for make in build.AT.values()} == set(State)
