"""The one function that changes a status.

Lock the row, check it is still in a from-state, check who, write state and fields, append the transition,
record the journal, write the messages: all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db import transaction

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify import services as notify
from hezhang.core.notify.choices import Pace
from hezhang.core.workflow.errors import Conflicting, SomebodyWasFaster, Supplied
from hezhang.core.workflow.steps import Flowing, Step
from hezhang.core.workflow.table import Row, Table

if TYPE_CHECKING:
    from django.db.models import Model

    from hezhang.core.workflow.models import TransitionBase

Locked = TypeVar("Locked", bound="Model")


def carry_out(table: Table, obj: Any, step: Step) -> Any:
    """Carry the step out on ``obj``; returns the appended transition. ``obj`` is brought up to date.

    The same form sent twice is one step: the second call returns the first's transition.
    Raises SomebodyWasFaster (state has moved on), NotAllowed (wrong post), Supplied (a need is missing),
    Conflicting (that form was sent before, with other words).
    """
    row = table[step.verb]
    with transaction.atomic():
        locked = lock(obj)
        done = _done_before(locked, row, step)
        if done is None:
            values = _checked(table, row, locked, step)
            former = _users(table, row.tells_before, locked)
            done = _write(row, locked, step, values)
            if step.attach:
                step.attach(locked, done)
            if not step.quiet:
                _tell(table, row, locked, step, done, former)
    _copy_fields(locked, obj)
    return done


def begin(table: Table, obj: Any, step: Step) -> Any:
    """Save a new object and append its first transition, by the row that has no from-state."""
    row = table[step.verb]
    missing = [need for need in row.needs if not getattr(obj, need)]
    if missing:
        raise Supplied(row, obj, missing)
    with transaction.atomic():
        obj.state = row.lands("")
        obj.on_state(step.at, moved=True)
        obj.save(force_insert=True)
        supplied = {need: getattr(obj, need) for need in row.needs}
        done = _append(row, obj, "", step, supplied)
        audit.record(_act(obj, row), obj, post=step.by, after={**supplied, "state": obj.state}, at=step.at)
        if step.attach:
            step.attach(obj, done)
        if not step.quiet:
            _tell(table, row, obj, step, done)
    return done


def lock(obj: Locked) -> Locked:
    """The same row, locked until the transaction ends (on SQLite the IMMEDIATE transaction is the lock)."""
    # The base manager: what a default one leaves out must still be lockable.
    return type(obj)._base_manager.select_for_update().get(pk=obj.pk)


def _done_before(obj: Flowing, row: Row, step: Step) -> TransitionBase | None:
    """The step that this very form has made already; other words in it (after the back button) are a new matter."""
    if step.once is None:
        return None
    # Only the sender's own: another's form under the same number is no repetition.
    done = obj.transitions.filter(once=step.once, verb=row.verb, user_id=step.user_id).first()
    if done and done.words != step.words:
        raise Conflicting(
            f"这份“{row.label}”表单已经提交过，内容与此次不同，原记录未改动。如要另办一次，请核对后再次提交。"
        )
    return done


def _checked(table: Table, row: Row, obj: Flowing, step: Step) -> dict[str, Any]:
    """The values to write, when the state, the post and what was supplied all permit the step."""
    if not row.permits(obj.state):
        raise SomebodyWasFaster(table, row, obj)
    if step.by is not None and not (verdict := table.may(obj, row.verb, step.by, step.at)):
        raise NotAllowed(verdict.reason)
    values = step.values(obj)
    missing = [need for need in row.needs if not (step.words.strip() if need == "words" else values.get(need))]
    if missing:
        raise Supplied(row, obj, missing)
    return values


def _write(row: Row, obj: Flowing, step: Step, values: dict[str, Any]) -> TransitionBase:
    source, target = obj.state, _former_state(obj) if row.back else row.lands(obj.state)
    before, after = audit.changes(obj, {**values, "state": target})
    obj.state = target
    for name, value in values.items():
        setattr(obj, name, value)
    obj.on_state(step.at, moved=target != source)
    obj.save()
    done = _append(row, obj, source, step, values)
    audit.record(_act(obj, row), cast("Model", obj), post=step.by, before=before, after=after, at=step.at)
    return done


def _former_state(obj: Flowing) -> str:
    """The state from which the object came into the one it is in."""
    came = obj.transitions.filter(to_state=obj.state).exclude(from_state=obj.state).order_by("-id").first()
    return str(came.from_state if came else obj.state)


def _append(row: Row, obj: Flowing, source: str, step: Step, values: dict[str, Any]) -> Any:
    return obj.transitions.create(
        verb=row.verb,
        from_state=source,
        to_state=obj.state,
        at=step.at,
        user=step.by.user if step.by else None,
        post=step.by,
        words=step.words,
        supplied=audit.plain(values),
        once=step.once,
        **step.about,
    )


def _users(table: Table, keys: Iterable[str], obj: Flowing) -> dict[int, str]:
    """People of these audiences around the object as it stands, each with the first audience he belongs to, in words."""
    found: dict[int, str] = {}
    for key in keys:
        group = table.audiences[key]
        for user_id in group.posts(obj).order_by().values_list("user_id", flat=True):
            found.setdefault(user_id, group.label)
    return found


def _tell(
    table: Table, row: Row, obj: Flowing, step: Step, done: TransitionBase, former: Mapping[int, str] | None = None
) -> None:
    """Write a message to everybody the row tells, but not to the one who acted; ``former``: who has it no longer."""
    users = _users(table, row.tells, obj)
    told = {**(former or {}), **users}
    pace = Pace.URGENT if row.urgent(obj) else Pace.SOON
    # One message a person, however many posts or audiences he belongs to.
    for user_id in sorted(set(told) - {step.user_id}):
        notify.tell(
            user_id,
            kind=_act(obj, row),
            title=f"{row.done or row.label}：{obj}",
            body=done.words,
            # A link that no longer opens helps nobody.
            url=obj.get_absolute_url() if user_id in users else "",
            why=f"您是{'' if user_id in users else '原'}{told[user_id]}，“{row.label}”须告知您。",
            pace=pace,
            key=f"{obj._meta.model_name}:{obj.pk}:{row.verb}:{done.pk}:{user_id}",
            at=step.at,
        )


def _act(obj: Flowing, row: Row) -> str:
    """The word of journal and messages, e.g. issue.verify."""
    return f"{obj._meta.model_name}.{row.verb}"


def _copy_fields(source: Any, target: Any) -> None:
    """Bring the caller's object up to date without another query."""
    for field in source._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))
