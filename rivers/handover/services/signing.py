"""The steps of a sheet. All of them go through the engine.

Common to all: ``once`` is the form's own number (a double click is one step), ``at`` the time of the act (default now).
Raised: NotAllowed 403, SomebodyWasFaster 409, ValidationError 422.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.services import reopen_post
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import restore, withdraw
from rivers.handover.models import Handover, HandoverTransition
from rivers.handover.services.counting import inventory
from rivers.handover.services.opening import store
from rivers.handover.workflow import TABLE
from rivers.heads.models import HeadTenure
from rivers.heads.services import restore_heads
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

GIVEN_BACK = "接任的河长已经另有变动，不能撤销。请在河段页重新任命。"


def hand_over(sheet: Handover, *, by: Post, once: UUID | None = None, at: datetime | None = None) -> HandoverTransition:
    """移交签字: from here on the lines stay as they are."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, sheet, Step("hand_over", by, {"gave_at": at}, at=at, once=once))


def take_over(sheet: Handover, *, by: Post, once: UUID | None = None, at: datetime | None = None) -> HandoverTransition:
    """接收签字."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, sheet, Step("take_over", by, {"took_at": at}, at=at, once=once))


def witness(sheet: Handover, *, by: Post, once: UUID | None = None, at: datetime | None = None) -> HandoverTransition:
    """监交: the office closes the sheet."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, sheet, Step("witness", by, {"done_at": at, "done_by": by}, at=at, once=once))


def file_paper(
    sheet: Handover, *, by: Post, paper: str, paper_on: date, once: UUID | None = None, at: datetime | None = None
) -> HandoverTransition:
    """登记纸质签字: both have signed the printed sheet on that day, which is kept at ``paper``."""
    at = at or timezone.now()
    if not sheet.left_on <= paper_on <= timezone.localdate(at):
        first = sheet.left_on
        raise ValidationError({"paper_on": f"签字日期应在离任当天（{first:%Y-%m-%d}）之后、今天之前（含当天）。"})
    values = {"done_at": at, "done_by": by, "paper": paper, "paper_on": paper_on}
    return engine.carry_out(TABLE, sheet, Step("file_paper", by, values, at=at, once=once))


def recount(sheet: Handover, *, by: Post, once: UUID | None = None, at: datetime | None = None) -> HandoverTransition:
    """重新盘点: the lines as they stand today, before anybody has signed."""
    at = at or timezone.now()

    def _count(locked: Handover, _: HandoverTransition) -> None:
        pks = list(locked.items.filter(group="河段").values_list("reach", flat=True))
        reaches = list(Reach.objects.filter(pk__in=pks).select_related("river", "region").order_by("code"))
        locked.items.all().delete()
        store(locked, inventory(locked.outgoing, reaches, locked.left_on, timezone.localdate(at)))

    return engine.carry_out(TABLE, sheet, Step("recount", by, {"counted_at": at}, at=at, once=once, attach=_count))


def undo(
    sheet: Handover, *, by: Post, words: str, once: UUID | None = None, at: datetime | None = None
) -> HandoverTransition:
    """撤销: the ending was a mistake; tenures and post run on as before, as if nobody had been appointed instead."""
    at = at or timezone.now()
    step = Step("undo", by, words=words, at=at, once=once, attach=lambda locked, _: _take_back(locked, by))
    return engine.carry_out(TABLE, sheet, step)


def _take_back(sheet: Handover, by: Post) -> None:
    begun = list(Tenure.objects.filter(pk__in=sheet.act["begun"]).select_related("reach", "post__user"))
    if len(begun) < len(sheet.act["begun"]) or any(one.ends_on for one in begun):
        raise ValidationError(GIVEN_BACK)
    for tenure in begun:
        withdraw(tenure, by=by)
    if sheet.act["post"]:
        reopen_post(sheet.outgoing, by=by)
    for pk, before in sheet.act["ended"]:
        tenure = Tenure.objects.select_related("reach", "post__user").get(pk=pk)
        restore(tenure, before and date.fromisoformat(before), by=by)
    headed = dict(sheet.act.get("heads", []))
    heads = HeadTenure.objects.filter(pk__in=headed).with_names().order_by("pk")
    days = {pk: before and date.fromisoformat(before) for pk, before in headed.items()}
    restore_heads([(head, days[head.pk]) for head in heads], by=by)
