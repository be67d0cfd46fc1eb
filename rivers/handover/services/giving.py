"""A sheet that waited for a successor gets one; where its reaches get several, each has a sheet of his own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.words import day_words
from hezhang.core.notify.services import tell
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from rivers.chiefs.models import Tenure
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover, HandoverTransition
from rivers.handover.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def give_waiting(begun: Tenure, *, by: Post) -> None:
    """Sheets that waited for a successor of this reach: his now; of a sheet with other reaches the lines of this one."""
    waiting = Handover.objects.filter(
        incoming=None, state__in=[HandoverState.OPEN, HandoverState.GIVEN], items__reach=begun.reach_id,
        left_on__lt=begun.starts_on,
    ).exclude(outgoing__user=begun.post.user_id)  # fmt: skip
    for sheet in waiting.distinct().order_by("id"):
        others = sheet.items.filter(group="河段").exclude(reach=begun.reach_id).exists()
        own = Handover.objects.filter(
            outgoing=sheet.outgoing_id, incoming=begun.post, left_on=sheet.left_on, state=sheet.state
        ).first()
        if own or others:
            _move(sheet, own or _copy(sheet, begun.post, by), begun, by)
        else:
            sheet.incoming = begun.post
            sheet.save(update_fields=["incoming"])
            announce(sheet, timezone.now())


def _copy(sheet: Handover, incoming: Post, by: Post) -> Handover:
    """A sheet like this one, for one of several successors."""
    copied = Handover(
        region=sheet.region, outgoing=sheet.outgoing, incoming=incoming, left_on=sheet.left_on, due_on=sheet.due_on,
        opened_at=sheet.opened_at, opened_by=sheet.opened_by, counted_at=sheet.counted_at, state=sheet.state,
        state_since=sheet.state_since, gave_at=sheet.gave_at,
    )  # fmt: skip
    copied.save()
    record("handover.draw_up", copied, post=by, after={"from": sheet.number, "incoming": incoming})
    announce(copied, timezone.now())
    return copied


def _move(sheet: Handover, own: Handover, begun: Tenure, by: Post) -> None:
    """The lines of the reach go to the sheet of who leads it now; the one that is left without a reach is folded."""
    sheet.items.filter(reach=begun.reach_id).update(handover=own)
    record("handover.move_lines", own, post=by, after={"from": sheet.number, "reaches": begun.reach.name})
    if not sheet.items.filter(group="河段").exists():
        fold(sheet, own, by=by)


def fold(sheet: Handover, own: Handover, *, by: Post, at: datetime | None = None) -> HandoverTransition:
    """并入: nothing is left to hand over on this sheet; what is the person's goes along with the last reach to ``own``."""

    def _carry(locked: Handover, _: HandoverTransition) -> None:
        locked.items.update(handover=own)

    step = Step("fold", by, words=f"各河段均已有接任人，事项转入{own.number}。", at=at or timezone.now(), attach=_carry)
    return engine.carry_out(TABLE, sheet, step)


def announce(sheet: Handover, at: datetime) -> None:
    """Both parties hear that there is a sheet to sign."""
    for post, words in ((sheet.outgoing, "请移交签字"), (sheet.incoming, "移交人签字后请接收签字")):
        if post is not None:
            body = f"{words}；时限 {day_words(sheet.due_on)}"
            key = f"handover:{sheet.pk}:open:{post.user_id}"
            tell(
                post.user_id, kind="handover.open", title=f"离任交接单：{sheet}", body=body,
                url=sheet.get_absolute_url(), key=key, at=at,
            )  # fmt: skip
