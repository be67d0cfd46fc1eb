"""Heads of a region: appointed and dismissed. Their terms are ended, never deleted, but for a wrong click of the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import day_words
from rivers.heads import rules
from rivers.heads.models import HeadTenure
from rivers.heads.signals import heads_ended
from rivers.registry.services import saving

if TYPE_CHECKING:
    from collections.abc import Iterable

ONE_DAY = timedelta(days=1)
SHOWN = ("post", "region", "kind", "starts_on")


@transaction.atomic
def appoint_head(*, by: Post | None, post: Post, kind: str, starts_on: date, today: date | None = None) -> HeadTenure:
    """Make the post 总河长 or 副总河长 of its region from that day.

    Raises ValidationError (by field) when the post does not fit, is a head of the region already, or there are two
    总河长; NotAllowed outside the actor's region.
    """
    region = post.region
    saving.must_keep(region.pk, by=by)
    Region.objects.hold(region.pk)  # one appointment at a time: two at once would make three
    saving.check("post", rules.may_head(post.role))
    if not post.is_current(starts_on):
        raise ValidationError(
            {"starts_on": f"{post.user.name}在 {day_words(starts_on)} 不在该岗位任上，请核对任职日期。"}
        )
    others = HeadTenure.objects.filter(region=region).running(starts_on).with_names().order_by("starts_on", "pk")
    _check_room(post, kind, list(others))
    entered_on = today or timezone.localdate()
    head = HeadTenure(post=post, region=region, kind=kind, starts_on=starts_on, entered_on=entered_on)
    saving.create(head, "head.appoint", list(SHOWN), by=by)
    return head


def _check_room(post: Post, kind: str, others: list[HeadTenure]) -> None:
    own = next((one for one in others if one.post.user_id == post.user_id), None)
    if own is not None:
        remedy = "" if own.kind == kind else "，改任请先登记离任"
        raise ValidationError({"post": f"{post.user.name}已是{own.region.name}的{own.get_kind_display()}{remedy}。"})
    saving.check("post", rules.has_room(kind, [one for one in others if one.kind == kind]))


@transaction.atomic
def dismiss_head(
    head: HeadTenure, on: date, *, by: Post | None, successor: Post | None = None, today: date | None = None
) -> HeadTenure:
    """End a term; ``on`` is its last day. A ``successor`` begins the day after, in the same transaction."""
    head = HeadTenure.objects.select_for_update(of=("self",)).select_related("region").get(pk=head.pk)
    saving.must_keep(head.region_id, by=by)
    if head.ends_on is not None:
        raise ValidationError({"on": f"该任职已于 {day_words(head.ends_on)} 结束。"})
    if on < head.starts_on:
        raise ValidationError({"on": f"离任日期不能早于任职日期 {day_words(head.starts_on)}。"})
    today = today or timezone.localdate()
    _end(head, on, today, by=by)
    if successor is not None:
        _follow(head, successor, on + ONE_DAY, today, by)
    return head


def _follow(head: HeadTenure, successor: Post, starts_on: date, today: date, by: Post | None) -> None:
    """What is wrong with the successor belongs to the form's field of that name."""
    try:
        if successor.region_id != head.region_id:
            raise ValidationError(f"接任人须是{head.region.name}本级的岗位。")
        appoint_head(by=by, post=successor, kind=head.kind, starts_on=starts_on, today=today)
    except ValidationError as wrong:
        raise ValidationError({"successor": wrong.messages}) from None


def _end(head: HeadTenure, on: date, today: date, *, by: Post | None) -> tuple[HeadTenure, date | None]:
    before = head.ends_on
    head.ends_on, head.closed_on = on, today
    head.save(update_fields=["ends_on", "closed_on"])
    record("head.dismiss", head, post=by, before={"ends_on": before}, after={"ends_on": on})
    return head, before


def dismiss_heads(sender: Any, post: Post, on: date, by: Post | None, **_: Any) -> None:
    """Listener: who leaves a post leaves what it headed, with the same last day."""
    rows = HeadTenure.objects.filter(post=post).filter(Q(ends_on=None) | Q(ends_on__gt=on)).with_names()
    # One that was to begin later ends on its own first day, and was never held: its post had ended.
    ended = [_end(head, max(on, head.starts_on), timezone.localdate(), by=by) for head in rows]
    if ended:
        heads_ended.send(HeadTenure, ended=ended, post=post, by=by)


@transaction.atomic
def restore_heads(ended: Iterable[tuple[HeadTenure, date | None]], *, by: Post | None) -> None:
    """Take back endings that were a mistake: the terms run on as before. Raises ValidationError without room."""
    for head, before in ended:
        Region.objects.hold(head.region_id)
        was = head.ends_on or date.max - ONE_DAY
        others = HeadTenure.objects.filter(region=head.region_id).running(was + ONE_DAY).exclude(pk=head.pk)
        try:
            _check_room(head.post, head.kind, list(others.with_names()))
        except ValidationError as wrong:
            raise ValidationError([f"不能恢复原任期：{word}" for word in wrong.messages]) from None
        head.ends_on, head.closed_on = before, None
        head.save(update_fields=["ends_on", "closed_on"])
        record("head.run_on", head, post=by, before={"ends_on": was}, after={"ends_on": before})


@transaction.atomic
def take_back_head(head: HeadTenure, *, by: Post | None, today: date | None = None) -> HeadTenure | None:
    """Undo the day's last act on it: an ending runs on again, an appointment goes (the journal keeps it: None).

    Raises Refusal on another day, ValidationError where somebody else has taken the place.
    """
    head = HeadTenure.objects.select_for_update(of=("self",)).with_names().get(pk=head.pk)
    saving.must_keep(head.region_id, by=by)
    demand(rules.may_take_back(head, today or timezone.localdate()), Refusal)
    if head.closed_on is not None:
        if head.post.ends_on is not None:
            raise ValidationError("该岗位已经结束，总河长任职随之结束。请在交接单上撤销离任登记，或任命其现在的岗位。")
        restore_heads([(head, None)], by=by)
        return head
    record("head.take_back", head, post=by, before={name: getattr(head, name) for name in SHOWN})
    head.delete()
    return None
