"""The verbs of the workflow table, one function each. All of them go through the engine.

Common to all: ``once`` is the form's own number (a double click is one step), ``at`` the time of the act (default
now). Raised: NotAllowed 403, SomebodyWasFaster 409, Supplied and EvidenceMissing 422.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.clocks import rules as clocks
from issues.ledger.models import Category, Issue, IssueTransition
from issues.ledger.services.hands import note_one_hand
from issues.ledger.services.photos import attach, demand_enough
from issues.ledger.workflow import TABLE

# What an issue loses on its way back. The transitions keep what it was.
NO_RESULT = {"applied_at": None, "applied_by": None, "verified_at": None, "verified_by": None, "opinion": ""}
NO_UNIT = {"unit": None, "due_on": None, "dispatched_at": None, "signed_at": None, "progress": 0}


def register(
    issue: Issue,
    by: Post,
    *,
    category: Category | None,
    severity: str,
    track: str,
    chief: Post | None = None,
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """登记: class, severity and track; ``chief`` only where the registry's chief of that day is to be corrected."""
    at = at or timezone.now()
    values: dict[str, Any] = {"category": category, "severity": severity, "track": track, "registered_at": at}
    if chief:
        values["chief"] = chief
    return engine.carry_out(TABLE, issue, Step("register", by, values, at=at, once=once))


def dispatch(
    issue: Issue,
    by: Post,
    *,
    unit: Department | None,
    requirement: str,
    due_on: date | None = None,
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """交办: to a unit of one's own region, by a date (default: the office's rule, in working days from today)."""
    at = at or timezone.now()
    today = timezone.localdate(at)

    # A function, since the term hangs on the row as it is under the lock: a colleague may just have regraded it.
    def _values(locked: Issue) -> dict[str, Any]:
        if unit and not by.region.contains(unit.region_id):
            raise NotAllowed("责任单位不在您的辖区内，请选择本辖区的单位。")
        due = due_on or clocks.deadline(locked.track, locked.severity, today, code=locked.region_id)
        if not (verdict := clocks.may_be_due(due, today)):
            raise ValidationError({"due_on": verdict.reason})
        return {
            "unit": unit,
            "requirement": requirement.strip(),
            "due_on": due,
            "dispatched_at": at,
            # The reason of an earlier return is answered by this one; the timeline still shows it.
            "return_reason": "",
        }

    return engine.carry_out(TABLE, issue, Step("dispatch", by, _values, at=at, once=once))


def sign_for(issue: Issue, by: Post, *, once: UUID | None = None, at: datetime | None = None) -> IssueTransition:
    """签收: the unit has it."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, issue, Step("sign_for", by, {"signed_at": at}, at=at, once=once))


def return_(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """责任退回: not ours, within 24 hours of dispatch; the office hands it out anew."""
    values = {**NO_UNIT, "return_reason": words.strip()}
    step = Step("return", by, values, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)


def rectify(
    issue: Issue,
    by: Post,
    *,
    words: str,
    progress: int,
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """填报进展: a note, with progress in percent (0 to 100)."""
    step = Step("rectify", by, {"progress": progress}, words.strip(), at or timezone.now(), once)
    return _carry_out_with(photos, issue, step)


def apply(
    issue: Issue,
    by: Post,
    *,
    measures: str,
    photos: Sequence[Upload],
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """申请销号: what was done, with photos of the place afterwards."""
    at = at or timezone.now()
    values = {"measures": measures.strip(), "progress": 100, "applied_at": at, "applied_by": by.user}
    return _carry_out_with(photos, issue, Step("apply", by, values, measures.strip(), at, once))


def verify(
    issue: Issue,
    by: Post,
    *,
    opinion: str,
    photos: Sequence[Upload],
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """现场核查: seen on the spot, found put right; by nobody of the unit."""
    at = at or timezone.now()
    # `verified_by` is a person, not a post: nobody verifies the own work under another office.
    values = {"opinion": opinion.strip(), "verified_at": at, "verified_by": by.user}
    return _carry_out_with(photos, issue, Step("verify", by, values, opinion.strip(), at, once))


def supplement(
    issue: Issue,
    by: Post,
    *,
    words: str,
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """补充情况: what the reporter adds while the issue is open; nothing stored is changed."""
    step = Step("supplement", by, {}, words.strip(), at or timezone.now(), once)
    return _carry_out_with(photos, issue, step)


def send_back(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """退回重改: not put right; the old deadline runs on."""
    step = Step("send_back", by, NO_RESULT, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)


def close(
    issue: Issue, by: Post, *, words: str = "", once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """销号: by the office of the level that listed it."""
    at = at or timezone.now()
    values = {"closed_at": at, "closed_by": by.user}

    def _note(closed: Issue, done: Any) -> None:
        note_one_hand(closed, by=by, at=at)

    return engine.carry_out(TABLE, issue, Step("close", by, values, words.strip(), at, once, attach=_note))


def reject(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """不属实: looked into, and not so."""
    values = {"unfounded_reason": words.strip()}
    step = Step("reject", by, values, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)


def _carry_out_with(photos: Sequence[Upload], issue: Issue, step: Step) -> IssueTransition:
    """A step that photos prove. Whether they are enough is asked last, once state and post permit the step."""

    def _values(locked: Issue) -> dict[str, Any]:
        demand_enough(step.verb, photos, code=locked.region_id)
        return step.values(locked)

    proven = replace(step, fields=_values, attach=attach(step.verb, photos))
    return engine.carry_out(TABLE, issue, proven)
