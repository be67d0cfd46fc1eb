"""Who else has to look, or to say something, before an issue is signed off: the responsible chief, a second checker.

What is asked is written with the application, as the office's rule has it on that day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify import services as notify
from issues.ledger.choices import ChiefView
from issues.ledger.models import Issue
from issues.ledger.rules.signing_off import sign_off_rule
from issues.ledger.workflow import TABLE


def asked_of(issue: Issue, at: datetime) -> dict[str, Any]:
    """Whether two must see it, and by when the chief is to speak; where there is no chief, nobody is waited for."""
    rule = sign_off_rule(issue)
    if rule is None:
        return {}
    asks = rule.chief_days and TABLE.audiences["chief"].posts(issue).exists()
    until = Calendar.load().add(timezone.localdate(at), rule.chief_days) if asks else None
    return {"two_checkers": rule.two_checkers, "chief_asked_until": until}


def demand_answer_to_chief(issue: Issue, words: str) -> None:
    """The office may sign off what the chief objects to, and says why: it is printed beside his opinion."""
    if issue.chief_view == ChiefView.OBJECTS and not words.strip():
        raise ValidationError({"words": "责任河长不同意销号。仍要销号的，请写明理由；否则请退回重改。"})


def tell_both_opinions(issue: Issue, step: Any) -> None:
    """For the engine: two have seen it and do not agree, so the unit gets the words of both."""
    first = issue.transitions.filter(verb__in=("check_first", "apply"), pk__lt=step.pk).order_by("-pk").first()
    if first is None or first.verb != "check_first":
        return
    who = first.user.name if first.user else ""
    for user_id in TABLE.audiences["unit"].posts(issue).order_by().values_list("user_id", flat=True).distinct():
        notify.tell(
            user_id, kind="issue.two_opinions", title=f"两人核查意见不一致，退回重改：{issue}",
            body=f"第一人（{who}）：{first.words}；第二人：{step.words}", url=issue.get_absolute_url(),
            why="您是责任单位，两人的核查意见都须告知您。", key=f"issue:{issue.pk}:two:{step.pk}:{user_id}", at=step.at,
        )  # fmt: skip
