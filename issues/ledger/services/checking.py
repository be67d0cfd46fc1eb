"""What comes before the sign-off where the grade asks for it: the chief's opinion, and the first of two who look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.ledger.choices import ChiefView
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.services.photos import attach, demand_enough
from issues.ledger.workflow import TABLE


def endorse(
    issue: Issue, by: Post, *, view: str, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """签署河长意见: agrees with the sign-off, or objects; either with words. ValueError for another view."""
    at = at or timezone.now()
    told = {"chief_view": ChiefView(view), "chief_words": words.strip(), "chief_said_at": at, "chief_said_by": by.user}
    return engine.carry_out(TABLE, issue, Step("endorse", by, told, words.strip(), at, once))


def check_first(
    issue: Issue,
    by: Post,
    *,
    first_opinion: str,
    photos: Sequence[Upload],
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """第一人核查: seen on the spot, found put right; the second completes it, or sends it back."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        demand_enough("verify", photos, code=locked.region_id)
        return {"first_opinion": first_opinion.strip(), "first_checked_at": at, "first_checked_by": by.user}

    step = Step("check_first", by, _values, first_opinion.strip(), at, once, attach=attach("verify", photos))
    return engine.carry_out(TABLE, issue, step)
