"""The same short questions for every verb, asked through the page (client) and through the service."""

from typing import Any

import pytest
from django.test import Client

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.ledger.models import Issue
from tests.cast import Cast
from tests.issues import build
from tests.issues.acts import ACTS, make, url
from tests.issues.at_once import at_once


def typed(data: dict[str, Any]) -> list[str]:
    """The sentences in a form's data."""
    return [value for value in data.values() if isinstance(value, str) and not value.isascii()]


def works(cast: Cast, enter: Any, verb: str) -> Issue:
    """The page's form carries the step out: state, one transition, one journal row."""
    act, issue = ACTS[verb], make(cast, verb)
    before = issue.transitions.count()
    answer = enter(cast[act.who]).post(url(verb, issue), act.form(cast))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    issue = Issue.objects.get(pk=issue.pk)
    assert issue.state == act.end
    step = issue.transitions.last()
    assert (issue.transitions.count(), step.verb, step.user) == (before + 1, verb, cast[act.who].user)
    assert Entry.objects.filter(action=f"issue.{verb}", object_id=str(issue.pk)).count() == 1
    return issue


def refuses_wrong_state(cast: Cast, enter: Any, verb: str, state: str) -> None:
    """Somebody was faster: 409, who and when, and what was typed is still there."""
    act, issue = ACTS[verb], build.AT[state](cast)
    last = issue.transitions.last()
    with pytest.raises(SomebodyWasFaster):
        act.run(issue, cast[act.who], cast)
    answer = enter(cast[act.who]).post(url(verb, issue), act.form(cast))
    page = answer.content.decode()
    assert answer.status_code in (404, 409)
    if answer.status_code == 409:
        assert last.user.name in page
        assert all(words in page for words in typed(act.form(cast)))
    issue.refresh_from_db()
    assert issue.state == state


def refuses_role(cast: Cast, enter: Any, verb: str, member: str, status: int = 403) -> None:
    """Inside the scope but not allowed: 403 with the reason; nothing has changed."""
    act, issue = ACTS[verb], make(cast, verb)
    with pytest.raises(NotAllowed):
        act.run(issue, cast[member], cast)
    answer = enter(cast[member]).post(url(verb, issue), act.form(cast))
    assert answer.status_code == status
    issue.refresh_from_db()
    assert issue.state == act.start


def is_hidden_from_neighbour(cast: Cast, enter: Any, verb: str) -> None:
    """Another county: 404, on the page and on the form."""
    act, issue = ACTS[verb], make(cast, verb)
    for member in ("neighbour_clerk", "neighbour_chief"):
        client: Client = enter(cast[member])
        assert client.post(url(verb, issue), act.form(cast)).status_code == 404
    issue.refresh_from_db()
    assert issue.state == act.start


def demands(cast: Cast, enter: Any, verb: str, field: str) -> None:
    """Without the field: 400, the form again with an error at it, the rest as it was typed."""
    act, issue = ACTS[verb], make(cast, verb)
    data = {name: value for name, value in act.form(cast).items() if name != field}
    answer = enter(cast[act.who]).post(url(verb, issue), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert f"id_{field}" in page
    assert all(words in page for words in typed(data))
    issue.refresh_from_db()
    assert issue.state == act.start


def happens_once_at_once(cast: Cast, verb: str) -> None:
    """Two at the same moment: one step, and one who is told that somebody was faster."""
    act, issue = ACTS[verb], make(cast, verb)
    copies = [Issue.objects.get(pk=issue.pk) for _ in range(2)]
    results = at_once(*(lambda copy=copy: act.run(copy, cast[act.who], cast) for copy in copies))
    assert issue.transitions.filter(verb=verb).count() == 1
    assert sum(isinstance(result, Exception) for result in results) == 1
