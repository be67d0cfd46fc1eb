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
from hezhang.core.workflow.steps import Attach, Step
from issues.clocks import rules as clocks
from issues.ledger.models import Category, Issue, IssueTransition
from issues.ledger.services import timing
from issues.ledger.services.falsehood import calling_false, tell_of_false
from issues.ledger.services.hands import note_one_hand
from issues.ledger.services.merging import tell_of_children
from issues.ledger.services.opinions import asked_of, demand_answer_to_chief, tell_both_opinions
from issues.ledger.services.photos import attach, demand_enough
from issues.ledger.services.sharing import both, named, reopened, shared_with
from issues.ledger.workflow import TABLE

# What an issue loses on its way back. The transitions keep what it was.
NO_RESULT: dict[str, Any] = {
    "applied_at": None,
    "applied_by": None,
    "verified_at": None,
    "verified_by": None,
    "opinion": "",
}
NO_RESULT |= {"two_checkers": False, "first_checked_at": None, "first_checked_by": None, "first_opinion": ""}
NO_RESULT |= {
    "chief_asked_until": None,
    "chief_view": "",
    "chief_words": "",
    "chief_said_at": None,
    "chief_said_by": None,
}
NO_UNIT = {"unit": None, "due_on": None, "dispatched_at": None, "signed_at": None, "progress": 0, "co_names": ""}


def register(
    issue: Issue,
    by: Post | None,
    *,
    category: Category | None,
    severity: str,
    track: str,
    chief: Post | None = None,
    list_level: str = "",
    outside_number: str = "",
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """登记: class, severity and track; ``chief`` only where the registry's chief of that day is to be corrected.

    ``list_level`` and ``outside_number``: by whom it was listed, under which number; "" leaves what is known.
    """
    at = at or timezone.now()
    values: dict[str, Any] = {"category": category, "severity": severity, "track": track, "registered_at": at}
    known = {"chief": chief, "list_level": list_level, "outside_number": outside_number.strip()}
    values |= {name: value for name, value in known.items() if value}
    return engine.carry_out(TABLE, issue, Step("register", by, values, at=at, once=once))


def dispatch(
    issue: Issue,
    by: Post,
    *,
    unit: Department | None,
    requirement: str,
    due_on: date | None = None,
    co_units: Sequence[Department] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """交办: to a unit of one's own region, by a date (default: the office's rule, in working days from today).

    ``co_units`` help it.
    """
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
            **named(co_units, lead=unit.pk if unit else None, by=by),
        }

    attached = both(timed(at), shared_with(co_units))
    return engine.carry_out(TABLE, issue, Step("dispatch", by, _values, at=at, once=once, attach=attached))


def timed(at: datetime) -> Attach:
    """With the dispatch its clock begins."""
    return lambda issue, step: timing.begin_term(issue, at)


def untimed(at: datetime) -> Attach:
    """The unit has it no longer, and nobody helps it any more."""
    return both(lambda issue, step: timing.void(issue, at), shared_with([]))


def sign_for(issue: Issue, by: Post, *, once: UUID | None = None, at: datetime | None = None) -> IssueTransition:
    """签收: the unit has it."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, issue, Step("sign_for", by, {"signed_at": at}, at=at, once=once))


def return_(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """责任退回: not ours, within 24 hours of dispatch; the office hands it out anew."""
    at = at or timezone.now()
    values = {**NO_UNIT, "return_reason": words.strip()}
    return engine.carry_out(TABLE, issue, Step("return", by, values, words.strip(), at, once, attach=untimed(at)))


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
    return carry_out_with(photos, issue, step)


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
    told = {"measures": measures.strip(), "progress": 100, "applied_at": at, "applied_by": by.user}
    step = Step("apply", by, lambda locked: told | asked_of(locked, at), measures.strip(), at, once)
    return carry_out_with(photos, issue, step)


def verify(
    issue: Issue,
    by: Post,
    *,
    opinion: str,
    photos: Sequence[Upload],
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """现场核查: seen on the spot, found put right; by nobody of the unit. Where two have to see it, by the second."""
    at = at or timezone.now()
    # `verified_by` is a person, not a post: nobody verifies the own work under another office.
    values = {"opinion": opinion.strip(), "verified_at": at, "verified_by": by.user}
    return carry_out_with(photos, issue, Step("verify", by, values, opinion.strip(), at, once))


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
    return carry_out_with(photos, issue, step)


def send_back(
    issue: Issue, by: Post, *, words: str, false: bool = False, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """退回重改: not put right; the old deadline runs on. ``false``: it was told as done and was not (虚假整改)."""
    at = at or timezone.now()
    marked = calling_false(at, by=by) if false else {}
    attached = both(reopened, tell_both_opinions, *([tell_of_false] if false else []))
    step = Step("send_back", by, NO_RESULT | marked, words.strip(), at, once, attach=attached)
    return engine.carry_out(TABLE, issue, step)


def close(
    issue: Issue, by: Post, *, words: str = "", number: str = "", once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """销号: by the office of the level that listed it, under a 文号 if it has one. Against the chief's opinion only with words."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        demand_answer_to_chief(locked, words)
        return {"closed_at": at, "closed_by": by.user, "closing_number": number.strip()}

    def _note(closed: Issue, done: Any) -> None:
        note_one_hand(closed, by=by, at=at)
        tell_of_children(closed, "并入的问题已销号", at)

    return engine.carry_out(TABLE, issue, Step("close", by, _values, words.strip(), at, once, attach=_note))


def reject(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """不属实: looked into, and not so."""
    values = {"unfounded_reason": words.strip()}
    step = Step("reject", by, values, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)


def carry_out_with(photos: Sequence[Upload], issue: Issue, step: Step) -> IssueTransition:
    """A step that photos prove. Whether they are enough is asked last, once state and post permit the step."""

    def _values(locked: Issue) -> dict[str, Any]:
        demand_enough(step.verb, photos, code=locked.region_id)
        return step.values(locked)

    hang = attach(step.verb, photos)

    def _attach(done: Issue, transition: Any) -> None:
        hang(done, transition)
        if step.attach:
            step.attach(done, transition)

    proven = replace(step, fields=_values, attach=_attach)
    return engine.carry_out(TABLE, issue, proven)
