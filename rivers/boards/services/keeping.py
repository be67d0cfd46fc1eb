"""Signboards as objects: enter, put right where they stand, take down and put back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import changes, record
from hezhang.core.kernel.edits import fingerprint, lock_unchanged
from hezhang.core.kernel.words import day_words
from rivers.boards.models import Signboard
from rivers.boards.services.settling import settle
from rivers.registry.models import Reach
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


EDITABLE = ["place", "lat", "lng", "range_words", "goal"]


@transaction.atomic
def create_signboard(
    *,
    by: Post | None,
    reach: Reach,
    code: str,
    place: str,
    renewed_on: date,
    lat: float | None = None,
    lng: float | None = None,
    range_words: str = "",
    goal: str = "",
) -> Signboard:
    """Enter a signboard of a reach; ``renewed_on`` is the day its text was last put right; position in WGS-84."""
    saving.must_keep(reach.region_id, by=by)
    check_day(renewed_on, None)
    board = Signboard(reach=reach, region=reach.region, code=code.strip(), place=place.strip(), renewed_on=renewed_on)
    board.lat, board.lng, board.range_words, board.goal = lat, lng, range_words.strip(), goal.strip()
    said = [name for name in ("range_words", "goal") if getattr(board, name)]
    saving.create(board, "signboard.create", ["reach", "code", "place", "renewed_on", *said], by=by)
    return board


@transaction.atomic
def move_signboard(board: Signboard, lat: float, lng: float, *, by: Post | None, seen: str | None = None) -> Signboard:
    """Put the board where it stands (WGS-84); ``seen``: the ``place_mark`` that was on the screen. Raises EditedMeanwhile."""
    saving.must_keep(board.region_id, by=by)
    saving.move(board, lat, lng, seen, "signboard.move", by=by)
    return board


def check_day(day: date, last: date | None) -> None:
    """ValidationError for a day ahead, or before the last one."""
    if day > timezone.localdate():
        raise ValidationError({"renewed_on": "更新日期不能晚于今天。"})
    # A day before the last would make the board stale again for a change that it already shows.
    if last and day < last:
        raise ValidationError({"renewed_on": f"更新日期不能早于上次更新日期 {day_words(last)}。"})


def edit_mark(board: Signboard) -> str:
    """A mark of what the form edits."""
    return fingerprint({name: getattr(board, name) for name in EDITABLE})


@transaction.atomic
def edit_signboard(board: Signboard, values: dict[str, Any], *, by: Post | None, seen: str | None = None) -> Signboard:
    """Put right where the board stands and what it says of its stretch: EDITABLE, positions in WGS-84.

    ``seen`` is the ``edit_mark`` that the form was drawn from. Raises EditedMeanwhile when it is stale.
    """
    saving.must_keep(board.region_id, by=by)
    board = lock_unchanged(board, edit_mark(board) if seen is None else seen, edit_mark)
    before, after = changes(board, {name: value for name, value in values.items() if name in EDITABLE})
    for name in after:
        setattr(board, name, values[name])
    board.full_clean()
    board.save()
    record("signboard.edit", board, post=by, before=before, after=after)
    settle(Signboard.objects.filter(pk=board.pk))
    return board


@transaction.atomic
def remove_signboard(board: Signboard, on: date, why: str, *, by: Post | None) -> Signboard:
    """停用（拆除）: ``on`` is its last day; the row stays. Raises ValidationError for a day ahead and for one taken down."""
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    saving.must_keep(board.region_id, by=by)
    if board.ended_on is not None:
        raise ValidationError({"ended_on": f"这块公示牌已于 {day_words(board.ended_on)} 停用。"})
    if on > timezone.localdate():
        raise ValidationError({"ended_on": "停用日期不能晚于今天。"})
    board.ended_on, board.ended_why = on, why.strip()
    board.save(update_fields=["ended_on", "ended_why"])
    record("signboard.retire", board, post=by, after={"ended_on": on, "ended_why": board.ended_why})
    return board


@transaction.atomic
def return_signboard(board: Signboard, *, by: Post | None) -> Signboard:
    """恢复使用: it was taken down by mistake, or has been put up again. Nothing happens to one that is in use."""
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    saving.must_keep(board.region_id, by=by)
    if board.ended_on is None:
        return board
    before = {"ended_on": board.ended_on, "ended_why": board.ended_why}
    board.ended_on, board.ended_why = None, ""
    board.save(update_fields=["ended_on", "ended_why"])
    record("signboard.return", board, post=by, before=before, after={"ended_on": None})
    settle(Signboard.objects.filter(pk=board.pk))
    return board
