"""The short questions of a step of a plan, asked of each verb."""

from typing import Any

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.stages.workflow import TABLE
from tests.issues.at_once import at_once


def works(enter: Any, verb: str, obj: Any, by: Any, data: dict[str, Any]) -> Any:
    """The page carries it out: one step more, by that person."""
    plan = getattr(obj, "plan", obj)
    before = plan.transitions.count()
    answer = enter(by).post(TABLE.url(verb, obj), data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    step = plan.transitions.order_by("-pk").first()
    assert (plan.transitions.count(), step.verb, step.user) == (before + 1, verb, by.user)
    obj.refresh_from_db()
    return step


def refuses(enter: Any, verb: str, obj: Any, members: list[Any], data: dict[str, Any]) -> None:
    for by in members:
        assert enter(by).post(TABLE.url(verb, obj), data).status_code == 403, by


def is_hidden(enter: Any, verb: str, obj: Any, by: Any, data: dict[str, Any]) -> None:
    assert enter(by).post(TABLE.url(verb, obj), data).status_code == 404


def demands(enter: Any, verb: str, obj: Any, by: Any, data: dict[str, Any]) -> None:
    answer = enter(by).post(TABLE.url(verb, obj), data)
    assert answer.status_code == 422 and "error-summary" in answer.content.decode()


def is_late(act: Any) -> None:
    with pytest.raises(SomebodyWasFaster):
        act()


def once_at_once(act: Any) -> None:
    """Two at the same moment: one is told that somebody was faster."""
    results = at_once(act, act)
    assert sum(isinstance(result, Exception) for result in results) == 1


def not_after_applying(act: Any) -> None:
    with pytest.raises(NotAllowed, match="不能再改动"):
        act()
