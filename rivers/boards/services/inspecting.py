"""公示牌巡检: how a board was found, that what was wrong has been put right, and the ways back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.verdict import YES, Verdict, yes_if
from hezhang.core.kernel.words import day_words
from rivers.boards import rules
from rivers.boards.choices import Found
from rivers.boards.models import Inspection, InspectionPhoto, Signboard
from rivers.chiefs.models import Tenure
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload

WHY = "请写明问题，或拍一张照片。"


def may_inspect(board: Signboard, post: Post, today: date) -> Verdict:
    """The office in its region; chiefs and patrollers on reaches that they hold in any kind that day."""
    held = Tenure.objects.current(today).filter(post=post, reach=board.reach_id).exists()
    return rules.may_inspect(post, board.region_id, is_own=held)


@transaction.atomic
def inspect_signboard(
    board: Signboard,
    *,
    by: Post,
    result: str,
    day: date,
    note: str = "",
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> Inspection:
    """Note how the board was found on that day. The same ``once`` is the same inspection. Raises ValidationError, NotAllowed."""
    at = at or timezone.now()
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    demand(may_inspect(board, by, timezone.localdate(at)))
    known = Inspection.objects.filter(once=once, board=board).first() if once else None
    if known is not None:
        return known
    _check(board, day, timezone.localdate(at))
    if result != Found.SOUND and not note.strip() and not photos:
        raise ValidationError({"note": WHY})
    found = Inspection(board=board, day=day, result=result, note=note.strip(), noted_at=at, noted_by=by, once=once)
    found.full_clean()
    found.save()
    InspectionPhoto.objects.bulk_create([InspectionPhoto(inspection=found, upload=photo) for photo in photos])
    told = {"day": day, "result": found.get_result_display(), "note": found.note, "photos": len(photos)}
    record("signboard.inspect", board, post=by, after=told)
    return found


def _check(board: Signboard, day: date, today: date) -> None:
    if day > today:
        raise ValidationError({"day": "巡检日期不能晚于今天。"})
    if board.ended_on is not None and day > board.ended_on:
        raise ValidationError({"day": f"这块公示牌已于 {day_words(board.ended_on)} 停用，无需巡检。"})


@transaction.atomic
def withdraw_inspection(inspection: Inspection, *, by: Post, at: datetime | None = None) -> Signboard:
    """撤回, on the day on which it was noted, by who noted it or the office; as if it had never been, but for the journal."""
    today = timezone.localdate(at or timezone.now())
    board = Signboard.objects.select_for_update().get(pk=inspection.board_id)
    inspection = _locked(inspection)
    demand(_may_withdraw(inspection, by, board))
    demand(rules.may_take_back(timezone.localdate(inspection.noted_at), today, "巡检"), Refusal)
    told = {"day": inspection.day, "result": inspection.get_result_display(), "note": inspection.note}
    record("signboard.uninspect", board, post=by, before=told)
    inspection.photos.all().delete()
    inspection.delete()
    return board


def _may_withdraw(inspection: Inspection, by: Post, board: Signboard) -> Verdict:
    if is_office(by) and by.region.contains(board.region_id):
        return YES
    return yes_if(inspection.noted_by_id == by.pk, "只有登记巡检的人或河长办可以撤回。")


@transaction.atomic
def repair_signboard(inspection: Inspection, on: date, note: str, *, by: Post) -> Inspection:
    """已修复: what the inspection found was put right on that day. Raises ValidationError for one that is not open."""
    inspection = _locked(inspection)
    saving.must_keep(inspection.board.region_id, by=by)
    if not inspection.is_open:
        raise ValidationError({"repaired_on": "这次巡检没有待修复的问题，或已登记修复。"})
    if not inspection.day <= on <= timezone.localdate():
        raise ValidationError({"repaired_on": f"修复日期应在巡检日期 {day_words(inspection.day)} 与今天之间。"})
    inspection.repaired_on, inspection.repair_note, inspection.repaired_by = on, note.strip(), by
    inspection.save(update_fields=["repaired_on", "repair_note", "repaired_by"])
    record("signboard.repair", inspection.board, post=by, after={"repaired_on": on, "note": inspection.repair_note})
    return inspection


@transaction.atomic
def reopen_inspection(inspection: Inspection, *, by: Post) -> Inspection:
    """重新打开: the repair was noted by mistake, or did not hold. Nothing happens to one that is open."""
    inspection = _locked(inspection)
    saving.must_keep(inspection.board.region_id, by=by)
    if inspection.repaired_on is None:
        return inspection
    before = {"repaired_on": inspection.repaired_on, "note": inspection.repair_note}
    inspection.repaired_on, inspection.repair_note, inspection.repaired_by = None, "", None
    inspection.save(update_fields=["repaired_on", "repair_note", "repaired_by"])
    record("signboard.reopen", inspection.board, post=by, before=before, after={"repaired_on": None})
    return inspection


def _locked(inspection: Inspection) -> Inspection:
    found = Inspection.objects.select_for_update(of=("self",)).select_related("board").filter(pk=inspection.pk).first()
    if found is None:
        raise Refusal("这次巡检已被撤回，请刷新页面。")
    return found
