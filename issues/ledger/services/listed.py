"""What the superior's 销号清单 says of problems that he has listed: closed, or not; and the list taken back (decision 0053).

Common to all: as in ``steps``. ``by`` is whoever enters the list (None: the command line); who closes is the superior.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.kernel.words import day_words
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.ledger import rules
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.services.hands import note_one_hand
from issues.ledger.services.merging import tell_of_children
from issues.ledger.services.sharing import reopened
from issues.ledger.services.steps import NO_RESULT
from issues.ledger.workflow import TABLE

NOT_CLOSED: dict[str, Any] = {"closed_at": None, "closed_by": None, "closing_number": ""}
# What the list has written onto the problem: all that its undoing puts back.
PUT_BACK = (*NO_RESULT, *NOT_CLOSED)


def close_by_list(
    issue: Issue, by: Post | None, *, number: str, day: date, words: str = "", at: datetime | None = None
) -> IssueTransition:
    """按清单销号: on the day and under the 文号 of the list. Raises ValidationError for a day that cannot be."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        demand_day(locked, day, timezone.localdate(at))
        closed_at = timezone.make_aware(datetime.combine(day, time()))
        # A list has days, no hours: on the day of the visit it comes after the visit.
        closed_at = max(closed_at, locked.verified_at) if locked.verified_at else closed_at
        return {"closed_at": closed_at, "closed_by": by.user if by else None, "closing_number": number.strip()}

    def _note(closed: Issue, done: Any) -> None:
        note_one_hand(closed, by=by, at=at)
        tell_of_children(closed, "并入的问题已销号", at)

    _demand_level(issue, by, at)
    return engine.carry_out(TABLE, issue, Step("close_by_list", by, _values, words.strip(), at, attach=_note))


def send_back_by_list(issue: Issue, by: Post | None, *, words: str, at: datetime | None = None) -> IssueTransition:
    """按清单退回: the superior does not close it; the unit has it again, and the old deadline runs on."""
    at = at or timezone.now()
    _demand_level(issue, by, at)
    return engine.carry_out(TABLE, issue, Step("send_back_by_list", by, NO_RESULT, words.strip(), at, attach=reopened))


def undo_list(
    issue: Issue, by: Post | None, *, before: Mapping[str, Any], words: str, at: datetime | None = None
) -> IssueTransition:
    """撤销清单结论: it waits for the superior again; ``before``: what ``PUT_BACK`` were before the list came."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        demand(rules.may_undo_list(locked, by, at), NotAllowed)  # of the command line, too
        return {name: before[name] for name in PUT_BACK}

    return engine.carry_out(TABLE, issue, Step("undo_list", by, _values, words.strip(), at))


def demand_day(issue: Issue, day: date, today: date) -> None:
    """A list is not of tomorrow, nor of before the visit that it follows."""
    if day > today:
        raise ValidationError({"closed_at": "销号日期晚于今天。"})
    if issue.verified_at and day < (seen := timezone.localdate(issue.verified_at)):
        raise ValidationError({"closed_at": f"销号日期早于现场核查日期 {day_words(seen)}。"})


def _demand_level(issue: Issue, by: Post | None, at: datetime) -> None:
    """Of the command line, whom the engine does not ask, too."""
    if by is None and issue.list_level not in rules.levels_above_region(issue.region_id, timezone.localdate(at)):
        raise NotAllowed(f"本问题列入{issue.get_list_level_display()}清单，不用上级的销号清单。")
