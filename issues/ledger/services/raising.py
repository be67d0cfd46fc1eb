"""上报: what a village finds and cannot solve is the town chief's for a workday, and then the office's (decision 0068)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import SomebodyWasFaster
from hezhang.core.workflow.steps import Step
from issues.ledger import rules
from issues.ledger.choices import State
from issues.ledger.models import Issue, IssueTransition, RaiseTerm
from issues.ledger.services.photos import attach
from issues.ledger.services.steps import carry_out_with
from issues.ledger.workflow import TABLE
from patrols.walks.models import Patrol


def way_up(issue: Issue, patrol: Patrol, at: datetime) -> tuple[date | None, str]:
    """Until when the town chief answers what this walk found, and what its first step says; no day: the office has it at once.

    The days are the district's, in its workdays from the day on which the walk was handed in.
    """
    term = RaiseTerm.objects.in_force(issue.region_id).first() or RaiseTerm()
    if patrol.tier != Tier.VILLAGE or not term.workdays:
        return None, ""
    day = timezone.localdate(at)
    # Of a walk that the office types in later nothing is urgent, and the office has it in hand.
    why = "补录的巡河" if patrol.is_backfilled else rules.why_not_raised(issue, day)
    if why:
        return None, f"{why}，直接由河长办登记。"
    until = Calendar.load(first=day).add(day, term.workdays)
    return until, f"已上报{rules.asked_words(issue, day)}，请于{day_words(until)}前答复。"


def raise_(issue: Issue, by: Post, *, words: str, photos: Sequence[Upload] = (), at: datetime) -> None:
    """上报乡镇级河长: the new issue's first step; ``issue.answer_on`` says until when it waits."""
    engine.begin(TABLE, issue, Step("raise", by, words=words, at=at, attach=attach("report", photos)))


def settle(
    issue: Issue,
    by: Post,
    *,
    measures: str,
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """我来协调解决: what was done, with photos if there are any; the office may still register it."""
    told = measures.strip()
    return carry_out_with(photos, issue, Step("settle", by, {"measures": told}, told, at or timezone.now(), once))


def pass_on(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """转河长办: not in the town's hands; the office registers it as any finding."""
    return engine.carry_out(TABLE, issue, Step("pass_on", by, {}, words.strip(), at or timezone.now(), once))


def lapse(issue: Issue, *, words: str, at: datetime) -> IssueTransition:
    """自动转河长办: nobody's act. Raises SomebodyWasFaster."""
    return engine.carry_out(TABLE, issue, Step("lapse", None, {}, words, at))


def lapse_raised(at: datetime | None = None) -> int:
    """Pass on what was not answered in time, or can no longer be answered; returns how many. Twice does nothing more."""
    at = at or timezone.now()
    day, passed = timezone.localdate(at), 0
    rows = Issue.objects.in_states({State.RAISED}).select_related("reach__parent__region", "reach__region", "reporter")
    for issue in rows.order_by("pk"):
        words = _why_lapsed(issue, day)
        if not words:
            continue
        try:
            lapse(issue, words=words, at=at)
        except SomebodyWasFaster:
            continue  # it was answered, or registered, in this very moment
        passed += 1
    return passed


def _why_lapsed(issue: Issue, day: date) -> str:
    """Why it waits no longer, in words; "" as long as it does."""
    if issue.answer_on and issue.answer_on < day:
        return f"{rules.asked_words(issue, day)}没有在{day_words(issue.answer_on)}前答复，转河长办登记。"
    why = rules.why_not_raised(issue, day)
    return f"{why}，转河长办登记。" if why else ""
