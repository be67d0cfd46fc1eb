"""Notices at every state, sent by the clerk to the bureau about an issue of the village; and the questions that each verb is asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.escalation import services
from issues.escalation.models import Notice
from issues.ledger.models import Issue
from tests.issues import build


def told(**changed: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=5)
    return {"kind": "supervise", "demand": "立即清运", "reason": "已超期", "reply_by": day} | changed


def sent(cast: Any, issue: Issue | None = None, **changed: Any) -> Notice:
    return services.send_notice(issue or build.rectifying(cast), by=cast.clerk, **told(**changed))


def replied(cast: Any) -> Notice:
    notice = sent(cast)
    services.reply_notice(notice, by=cast.handler, reply="已清运一半，月底完成")
    return notice


def late(cast: Any, days: int, **changed: Any) -> Issue:
    """An issue in the bureau's hands, so many days past its day."""
    issue, day = build.rectifying(cast), timezone.localdate() - timedelta(days=days)
    Issue.objects.filter(pk=issue.pk).update(due_on=day, due_sort=day, **changed)
    return Issue.objects.get(pk=issue.pk)


def asked(
    cast: Any, enter: Any, notice: Notice, verb: str, who: str, form: dict[str, Any], act: Any, end: str
) -> Notice:
    """Wrong role, neighbour, then the step itself by its page, then too late: the same short questions for every verb."""
    url = reverse(f"issues:{verb}", args=[notice.pk])
    assert enter(cast.neighbour_clerk).post(url, form).status_code == 404
    for member in ("leader", "village_chief", "handler" if who == "clerk" else "clerk"):
        assert enter(cast[member]).post(url, form).status_code == 403, member
        with pytest.raises(NotAllowed):
            act(notice, cast[member])
    for name in form:
        assert enter(cast[who]).post(url, {**form, name: ""}).status_code == 422
    answer = enter(cast[who]).post(url, form)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    notice = Notice.objects.get(pk=notice.pk)
    assert (notice.state, notice.transitions.last().verb) == (end, verb)
    assert Entry.objects.filter(action=f"notice.{verb}", object_id=str(notice.pk)).count() == 1
    with pytest.raises(SomebodyWasFaster):
        act(notice, cast[who])
    assert enter(cast[who]).post(url, form).status_code == 409
    return notice
