"""A sheet opens with the act that ends a responsible chief's tenure, in the same transaction; later acts carry it on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.words import day_words, shortened
from rivers.chiefs.choices import TenureKind, TermWhat
from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import Ended
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.rules import Left, summary
from rivers.handover.services.counting import due_on, inventory
from rivers.handover.services.giving import announce, give_waiting
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.heads.models import HeadTenure


def foretell(tenures: Sequence[Tenure], on: date, *, today: date | None = None) -> list[str]:
    """What is handed over if these tenures end on that day, in one sentence; [] where no responsible chief leaves."""
    leaving = [one for one in tenures if one.kind == TenureKind.RESPONSIBLE]
    if not leaving:
        return []
    post, reaches = leaving[0].post, [one.reach for one in leaving]
    left = inventory(post, reaches, on, today or timezone.localdate())
    due = due_on(TermWhat.HANDOVER, on, post.region_id)
    return [f"将生成离任交接单，须在 {day_words(due)}前由新老河长签字：{summary(left)}。"]


def follow_change(ended: Sequence[Ended], begun: Tenure | None, post: Post | None, *, by: Post | None) -> None:
    """Open a sheet for what has ended, hand waiting ones to who has begun; ``post``: the post that ended with it.

    Acts of the system itself (set-up, a command) open none: nobody is there who would sign.
    """
    if by is None:
        return
    led = [one for one in ended if one.tenure.kind == TenureKind.RESPONSIBLE]
    successor = begun.post if begun and begun.kind == TenureKind.RESPONSIBLE else None
    leaving = led[0].tenure.post if led else None
    # Somebody who goes on under another post hands nothing over to anybody.
    if leaving and not (successor and successor.user_id == leaving.user_id):
        _open(leaving, led, ended, begun if successor else None, by)
    elif begun and successor:
        give_waiting(begun, by=by)
    if post is not None:
        _note_post(post, ended)


def _open(leaving: Post, led: Sequence[Ended], ended: Sequence[Ended], begun: Tenure | None, by: Post) -> None:
    now, on = timezone.now(), max(one.tenure.ends_on or date.min for one in led)
    incoming = begun.post if begun else None
    sheet = Handover.objects.filter(
        outgoing=leaving, incoming=incoming, left_on=on, state=HandoverState.OPEN
    ).first() or Handover(
        region=leaving.region, outgoing=leaving, incoming=incoming, left_on=on, opened_at=now, opened_by=by,
        counted_at=now, state_since=now, due_on=due_on(TermWhat.HANDOVER, on, leaving.region_id),
    )  # fmt: skip
    is_new = sheet.pk is None
    _remember(sheet, ended, begun)
    sheet.save()
    reaches = _reaches_of(one.tenure.reach_id for one in led)
    known = set(sheet.items.filter(reach=None).values_list("title", flat=True))
    store(sheet, [one for one in inventory(leaving, reaches, on, timezone.localdate()) if one.title not in known])
    if is_new:
        record("handover.draw_up", sheet, post=by, after={"left_on": on, "due_on": sheet.due_on, "incoming": incoming})
        announce(sheet, now)


def _remember(sheet: Handover, ended: Iterable[Ended], begun: Tenure | None) -> None:
    """What the act has written, for ``undo``."""
    act: dict[str, Any] = {"ended": [], "begun": [], "post": False} | sheet.act
    act["ended"] = act["ended"] + [[one.tenure.pk, one.before and one.before.isoformat()] for one in ended]
    act["begun"] = act["begun"] + ([begun.pk] if begun else [])
    sheet.act = act


def _note_post(post: Post, ended: Sequence[Ended]) -> None:
    """The post itself ended in the act, and with it what else hung on it."""
    sheet = (
        Handover.objects.filter(outgoing=post, left_on=post.ends_on, state=HandoverState.OPEN).order_by("id").first()
    )
    if sheet is None:
        return
    sheet.act["post"] = True
    known = {pk for pk, _ in sheet.act["ended"]}
    _remember(sheet, [one for one in ended if one.tenure.pk not in known], None)
    sheet.save(update_fields=["act"])


def note_heads(post: Post, ended: Iterable[tuple[HeadTenure, date | None]]) -> None:
    """What the post headed ended with it: an undo of the sheet brings it back as well."""
    sheet = Handover.objects.filter(outgoing=post, left_on=post.ends_on, state=HandoverState.OPEN).first()
    if sheet is not None:
        sheet.act["heads"] = [[head.pk, before and before.isoformat()] for head, before in ended]
        sheet.save(update_fields=["act"])


def store(sheet: Handover, left: Iterable[Left]) -> None:
    """Write the lines as they stand now."""
    for one in left:
        # One by one: an import notes what it saves, so that the batch can be undone with the sheets that it opened.
        sheet.items.create(
            group=one.group, reach_id=one.reach_id, title=shortened(one.title, 200), note=shortened(one.note, 300),
            url=one.url,
        )  # fmt: skip


def _reaches_of(pks: Iterable[int]) -> list[Reach]:
    return list(Reach.objects.filter(pk__in=list(pks)).select_related("river", "region").order_by("code"))
