"""Signboards: enter, and note that one has been renewed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import changes, record
from hezhang.core.kernel.words import day_words
from rivers.boards.models import Signboard
from rivers.registry.models import Reach
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


EDITABLE = {"place", "lat", "lng"}


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
) -> Signboard:
    """Enter a signboard of a reach; ``renewed_on`` is the day its text was last put right; position in WGS-84."""
    saving.must_keep(reach.region_id, by=by)
    _check_day(renewed_on, None)
    board = Signboard(reach=reach, region=reach.region, code=code.strip(), place=place.strip(), renewed_on=renewed_on)
    board.lat, board.lng = lat, lng
    saving.create(board, "signboard.create", ["reach", "code", "place", "renewed_on"], by=by)
    return board


@transaction.atomic
def renew_signboard(board: Signboard, on: date, *, by: Post | None) -> Signboard:
    """Note that the board's text was renewed on that day. Raises ValidationError for a day ahead or before the last."""
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    saving.must_keep(board.region_id, by=by)
    _check_day(on, board.renewed_on)
    before = {"renewed_on": board.renewed_on}
    board.renewed_on = on
    board.save(update_fields=["renewed_on"])
    record("signboard.renew", board, post=by, before=before, after={"renewed_on": on})
    return board


@transaction.atomic
def move_signboard(board: Signboard, lat: float, lng: float, *, by: Post | None, seen: str | None = None) -> Signboard:
    """Put the board where it stands (WGS-84); ``seen``: the ``place_mark`` that was on the screen. Raises EditedMeanwhile."""
    saving.must_keep(board.region_id, by=by)
    saving.move(board, lat, lng, seen, "signboard.move", by=by)
    return board


def _check_day(day: date, last: date | None) -> None:
    if day > timezone.localdate():
        raise ValidationError({"renewed_on": "更新日期不能晚于今天。"})
    # A day before the last would make the board stale again for a change that it already shows.
    if last and day < last:
        raise ValidationError({"renewed_on": f"更新日期不能早于上次更新日期 {day_words(last)}。"})


@transaction.atomic
def edit_signboard(board: Signboard, values: dict[str, Any], *, by: Post | None) -> Signboard:
    """Put right where the board stands: ``place``, ``lat``, ``lng`` (WGS-84)."""
    board = Signboard.objects.select_for_update().get(pk=board.pk)
    saving.must_keep(board.region_id, by=by)
    before, after = changes(board, {name: value for name, value in values.items() if name in EDITABLE})
    for name in after:
        setattr(board, name, values[name])
    board.full_clean()
    board.save()
    record("signboard.edit", board, post=by, before=before, after=after)
    return board
