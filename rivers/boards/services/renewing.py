"""Noting that a board was renewed, and taking that back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.words import day_words
from rivers.boards import rules
from rivers.boards.models import BoardState, Renewal, Signboard
from rivers.boards.services.keeping import check_day
from rivers.boards.services.settling import settle
from rivers.boards.services.text import board_text
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload


@transaction.atomic
def renew_signboard(
    board: Signboard,
    on: date,
    *,
    by: Post | None,
    photo: Upload | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Signboard:
    """Note that the board's text was renewed on that day; what it has to say on that day is kept as what it shows.

    ``seen``: the number of the last renewal on the screen (0: none). Raises ValidationError for a day ahead or before the
    last, and when somebody has noted a renewal meanwhile.
    """
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    saving.must_keep(board.region_id, by=by)
    if board.ended_on is not None:
        raise ValidationError({"renewed_on": f"这块公示牌已于 {day_words(board.ended_on)} 停用，请先恢复使用。"})
    check_day(on, board.renewed_on)
    last = board.renewals.order_by("-pk").first()
    if seen is not None and seen != (last.pk if last else 0):
        raise ValidationError({"renewed_on": "在您填写期间，已有人登记了更新；请刷新核对，不必重复登记。"})
    Renewal.objects.create(
        board=board, renewed_on=on, before_on=board.renewed_on, text=board_text(board, on).kept(), photo=photo,
        noted_at=at or timezone.now(), noted_by=by,
    )  # fmt: skip
    _write(board, "signboard.renew", on, by)
    return board


@transaction.atomic
def withdraw_renewal(board: Signboard, *, by: Post | None, at: datetime | None = None) -> Signboard:
    """撤回: the renewal noted last, on the day on which it was noted, as if it had never been; the journal keeps that it was."""
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    saving.must_keep(board.region_id, by=by)
    last = board.renewals.order_by("-pk").first()
    if last is None:
        raise Refusal("没有可以撤回的更新登记。")
    today = timezone.localdate(at or timezone.now())
    demand(rules.may_take_back(timezone.localdate(last.noted_at), today, "更新登记"), Refusal)
    BoardState.objects.filter(board=board).delete()
    last.delete()
    _write(board, "signboard.unrenew", last.before_on, by)
    return board


def _write(board: Signboard, action: str, day: date, by: Post | None) -> None:
    before = {"renewed_on": board.renewed_on}
    board.renewed_on = day
    board.save(update_fields=["renewed_on"])
    record(action, board, post=by, before=before, after={"renewed_on": day})
    settle(Signboard.objects.filter(pk=board.pk))
