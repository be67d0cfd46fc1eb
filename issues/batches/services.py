"""Acts on many issues: selected, looked at, confirmed once; each row goes through the verb's own service.

In chunks, each of which is whole: what a killed worker leaves behind is waiting, and gone on with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.kernel.words import shortened
from hezhang.core.web import jobs
from hezhang.core.workflow import engine
from issues.batches import rules
from issues.batches.choices import RowState
from issues.batches.models import Selection, SelectionRow
from issues.hints.facts import Advice
from issues.ledger import services
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.workflow import TABLE

KIND = "issues.batch"
MOST = 5000  # issues in one selection
AT_ONCE = 50  # that a request waits for; more are a background job
CHUNK = 25
UNADVISED = "近一年没有办理记录可参照，请打开问题单独交办。"
GONE = "已不在您的辖区或权限内。"
Act = Callable[[Issue, UUID], Any]


def select(rows: QuerySet[Issue], *, by: Post, verb: str, query: str, at: datetime | None = None) -> Selection:
    """Keep these issues in their order. Raises Refusal when there are none, or too many to be looked through."""
    at = at or timezone.now()
    ids = list(rows.values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        raise Refusal("还没有选中问题，请先勾选，或勾选“全部”。")
    if len(ids) > MOST:
        raise Refusal(f"选中的问题超过 {MOST} 件，请用查询条件缩小范围，分批办理。")
    with transaction.atomic():
        Selection.objects.left_behind(at).filter(post=by).delete()
        last = IssueTransition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        selection = Selection.objects.create(post=by, verb=verb, query=query, created_at=at, last_step=last)
        SelectionRow.objects.bulk_create(
            [SelectionRow(selection=selection, issue_id=pk, place=place) for place, pk in enumerate(ids, start=1)]
        )
    return selection


def confirm_batch(selection: Selection, *, by: Post, supplied: Mapping[str, Any], at: datetime | None = None) -> bool:
    """Carry the verb out on the selection, now or in the background; False when it was confirmed before.

    ``supplied``: what the verb's service takes, as JSON (a unit by its number, a day as 2026-11-25).
    """
    at = at or timezone.now()
    if not rules.offers(by, selection.verb) or selection.post_id != by.pk:
        raise NotAllowed(f"“{TABLE[selection.verb].label}”不由您当前的岗位批量办理。")
    fresh = Selection.objects.filter(pk=selection.pk, confirmed_at=None)
    with transaction.atomic():
        if not fresh.update(confirmed_at=at, supplied=dict(supplied)):
            return False
        selection.refresh_from_db()
        if selection.rows.count() > AT_ONCE:
            _start(selection, by, at)
    if selection.job_id is None:
        carry_on(selection, at=at)
    return True


def resume_batch(selection: Selection, *, by: Post, at: datetime | None = None) -> bool:
    """Go on with what was interrupted; False when nothing waits, or when it is under way."""
    with transaction.atomic():
        locked = engine.lock(selection)
        is_under_way = locked.job is not None and not locked.job.is_over
        if locked.confirmed_at is None or is_under_way or not locked.rows.waiting().exists():
            return False
        _start(locked, by, at or timezone.now())
    return True


def _start(selection: Selection, by: Post, at: datetime) -> None:
    title = f"批量{TABLE[selection.verb].label}"
    selection.job = jobs.start(KIND, title, {"selection": str(selection.pk)}, by=by, at=at)
    selection.save(update_fields=["job"])


def carry_on(
    selection: Selection, *, at: datetime | None = None, progress: Callable[[int, int], None] | None = None
) -> None:
    """Carry out what waits, chunk by chunk. Two at once do not meet: a chunk is taken under the selection's lock."""
    total = selection.rows.count()
    act = act_of(selection)
    judge = rules.Judge(selection, at or timezone.now())
    while _chunk(selection, act, judge):
        if progress:
            progress(total - selection.rows.waiting().count(), total)


def act_of(selection: Selection) -> Act:
    """(issue, number of the step) → the verb's service with what was filled in."""
    told, post = selection.supplied, selection.post
    day = date.fromisoformat(told["due_on"]) if told.get("due_on") else None
    until = date.fromisoformat(told["until"]) if told.get("until") else None
    if selection.verb == "dispatch":
        return _dispatching(post, told, day)
    if selection.verb == "grant_extension":
        return lambda issue, once: services.grant_extension(
            issue, post, until=until or issue.asked_until or timezone.localdate(), words=told["words"], once=once
        )
    if selection.verb == "verify":
        return partial(_call, services.verify, post, {"opinion": told["opinion"], "photos": ()})
    plain = {"nudge": services.nudge, "sign_for": services.sign_for, "redate": services.redate}[selection.verb]
    return partial(_call, plain, post, {"words": told["words"]} if told.get("words") else {})


def _call(service: Callable[..., Any], post: Post, told: Mapping[str, Any], issue: Issue, once: UUID) -> Any:
    return service(issue, post, **told, once=once)


def _dispatching(post: Post, told: Mapping[str, Any], day: date | None) -> Act:
    """To one unit, or each to the one that took such issues most; never to a unit that nobody has asked for."""
    units = Department.objects.active().visible_to(post)
    unit = units.filter(pk=told["unit"]).first() if told["mode"] == "one" else None
    advise = Advice()

    def _dispatch(issue: Issue, once: UUID) -> Any:
        found = unit if told["mode"] == "one" else units.filter(pk=advise.unit(issue)).first()
        if found is None:
            raise Refusal("所选的责任单位已停用，请另选单位。" if told["mode"] == "one" else UNADVISED)
        words = told["requirement"] or advise.phrase(issue)
        return services.dispatch(issue, post, unit=found, requirement=words, due_on=day, once=once)

    return _dispatch


def _chunk(selection: Selection, act: Act, judge: rules.Judge) -> int:
    """Carry out the next few rows, all with their results or none; returns how many."""
    with transaction.atomic():
        engine.lock(selection)
        rows = list(selection.rows.waiting().order_by("place")[:CHUNK])
        seen = Issue.objects.visible_to(selection.post).in_bulk([row.issue_id for row in rows])
        for row in rows:
            row.why = shortened(_one(seen.get(row.issue_id), selection, act, judge), 300)
            row.state = RowState.REFUSED if row.why else RowState.DONE
        SelectionRow.objects.bulk_update(rows, ["state", "why"])
    return len(rows)


def _one(issue: Issue | None, selection: Selection, act: Act, judge: rules.Judge) -> str:
    """Why the issue could not be seen to; "" when it was."""
    if issue is None:
        return GONE
    if not (verdict := judge(issue)):
        return verdict.reason
    try:
        # A savepoint: what one issue refuses leaves the others of the chunk as they are.
        with transaction.atomic():
            act(issue, uuid5(selection.pk, str(issue.pk)))
    except Refusal as refusal:
        return refusal.sentence or "没有办成，请打开问题办理。"
    except ValidationError as wrong:
        return "；".join(wrong.messages)
    return ""
