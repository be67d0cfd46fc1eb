"""虚假整改: told as done, and not done. A word of the office, said with a verdict on the spot, that can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.notify import services as notify
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.ledger import rules
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.workflow import TABLE

HEAR_OF_IT = ("listing_office", "unit", "chief")


def calling_false(at: datetime, *, by: Post | None) -> dict[str, Any]:
    """What the verdict writes onto the issue. Raises NotAllowed for who may not say so."""
    if by is not None:
        demand(rules.may_call_false(by), NotAllowed)
    return {"false_at": at}


def tell_of_false(issue: Issue, step: Any) -> None:
    """For the engine: the office that listed it, the unit and the chief hear of it, beside what the verdict itself tells."""
    groups = [TABLE.audiences[key].posts(issue).order_by().values_list("user_id", flat=True) for key in HEAR_OF_IT]
    for user_id in sorted({user_id for group in groups for user_id in group} - {step.user_id}):
        notify.tell(
            user_id, kind="issue.false", title=f"认定虚假整改：{issue}", body=step.words, url=issue.get_absolute_url(),
            key=f"issue:{issue.pk}:false:{step.pk}:{user_id}", at=step.at,
        )  # fmt: skip


def clear_false(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """撤销虚假整改认定: it was not so after all."""
    step = Step("clear_false", by, {"false_at": None}, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)
