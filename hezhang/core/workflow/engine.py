"""The one function that changes a status.

Lock the row, check it is still in a from-state, check who, write state and fields, append the transition,
record the journal, write the messages: all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify import services as notify
from hezhang.core.workflow.errors import Conflicting, SomebodyWasFaster, Supplied
from hezhang.core.workflow.table import Row, Table

if TYPE_CHECKING:
    from django.db.models import Model

    from hezhang.core.accounts.models import Post

Fill = Callable[[Any], dict[str, Any]]
Attach = Callable[[Any, Any], None]


def carry_out(
    table: Table,
    obj: Any,
    verb: str,
    post: Post,
    *,
    fields: dict[str, Any] | Fill | None = None,
    words: str = "",
    at: datetime | None = None,
    once: UUID | None = None,
    evidence: Attach | None = None,
) -> Any:
    """Carry ``verb`` out on ``obj`` as ``post``; returns the appended transition.

    ``fields`` are written onto the object (or a function of the locked object that gives them);
    ``evidence(obj, transition)`` attaches what belongs to the step, in the same transaction.
    ``once`` is the form's own number: the same form sent twice is one step, and the second call returns the first's.
    Raises SomebodyWasFaster (state has moved on), NotAllowed (wrong post), Supplied (a need is missing),
    Conflicting (that form was sent before, with other words).
    """
    at = at or timezone.now()
    row = table[verb]
    with transaction.atomic():
        locked = lock(obj)
        step = _done_before(locked, row, post, once, words)
        if step is None:
            values = _checked(table, row, locked, post, fields, words, at)
            step = _write(row, locked, post, values, words, at, once)
            if evidence:
                evidence(locked, step)
            _tell(table, row, locked, post, step, at)
    _copy_state(locked, obj)
    return step


def begin(
    table: Table,
    obj: Any,
    verb: str,
    post: Post | None,
    *,
    words: str = "",
    at: datetime | None = None,
    evidence: Attach | None = None,
) -> Any:
    """Save a new object and append its first transition, by the row that has no from-state."""
    at = at or timezone.now()
    row = table[verb]
    missing = [need for need in row.needs if not getattr(obj, need)]
    if missing:
        raise Supplied(row, obj, missing)
    with transaction.atomic():
        obj.state, obj.state_since = row.target, at
        obj.on_state(at)
        obj.save(force_insert=True)
        step = _append(row, obj, "", post, {}, words, at, None)
        audit.record(f"{obj._meta.model_name}.{row.verb}", obj, post=post, after={"state": row.target}, at=at)
        if evidence:
            evidence(obj, step)
        _tell(table, row, obj, post, step, at)
    return step


def lock(obj: Any) -> Any:
    """The same row, locked until the transaction ends (on SQLite the IMMEDIATE transaction is the lock)."""
    return type(obj)._base_manager.select_for_update().get(pk=obj.pk)


def _done_before(obj: Any, row: Row, post: Post, once: UUID | None, words: str) -> Any:
    """The step that this very form has made already; other words in it (after the back button) are a new matter."""
    step = obj.transitions.filter(once=once, verb=row.verb, user_id=post.user_id).first() if once else None
    if step and step.words != words:
        raise Conflicting(
            f"这份“{row.label}”表单已经提交过，内容与此次不同，原记录未改动。如要另办一次，请核对后再次提交。"
        )
    return step


def _checked(table: Table, row: Row, obj: Any, post: Post, fields: Any, words: str, at: datetime) -> dict[str, Any]:
    """The values to write, when the state, the post and what was supplied all permit the step."""
    if not row.permits(obj.state):
        raise SomebodyWasFaster(table, row, obj)
    verdict = table.may(obj, row.verb, post, at)
    if not verdict:
        raise NotAllowed(verdict.reason)
    values = fields(obj) if callable(fields) else dict(fields or {})
    missing = [need for need in row.needs if not (words.strip() if need == "words" else values.get(need))]
    if missing:
        raise Supplied(row, obj, missing)
    return values


def _write(row: Row, obj: Any, post: Post, values: dict[str, Any], words: str, at: datetime, once: UUID | None) -> Any:
    target = row.target or obj.state
    before, after = audit.changes(obj, {**values, "state": target})
    source, obj.state = obj.state, target
    if source != target:
        obj.state_since = at
    for name, value in values.items():
        setattr(obj, name, value)
    obj.on_state(at)
    obj.save()
    step = _append(row, obj, source, post, values, words, at, once)
    audit.record(f"{obj._meta.model_name}.{row.verb}", obj, post=post, before=before, after=after, at=at)
    return step


def _append(
    row: Row,
    obj: Any,
    source: str,
    post: Post | None,
    values: dict[str, Any],
    words: str,
    at: datetime,
    once: UUID | None,
) -> Any:
    return obj.transitions.create(
        verb=row.verb,
        from_state=source,
        to_state=row.target or source,
        at=at,
        user=post.user if post else None,
        post=post,
        words=words,
        supplied=audit.plain(values),
        once=once,
    )


def _tell(table: Table, row: Row, obj: Model, post: Post | None, step: Any, at: datetime) -> None:
    """Write a message to everybody the row tells, but not to the one who acted."""
    told = [table.audiences[key].posts(obj).order_by().values_list("user_id", flat=True) for key in row.tells]
    users = {user_id for audience in told for user_id in audience}
    for user_id in sorted(users - ({post.user_id} if post else set())):
        notify.tell(
            user_id,
            kind=f"{obj._meta.model_name}.{row.verb}",
            title=f"{row.done or row.label}：{obj}",
            body=step.words,
            url=obj.get_absolute_url(),  # type: ignore[attr-defined]
            key=f"{obj._meta.model_name}:{obj.pk}:{row.verb}:{step.pk}:{user_id}",
            at=at,
        )


def _copy_state(source: Any, target: Any) -> None:
    """Bring the caller's object up to date without another query."""
    for field in source._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))
