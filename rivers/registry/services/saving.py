"""What every write of the registry does: ask the rule, check, save, journal; and refuse a stale edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from hezhang.core.audit.services import changes, record
from hezhang.core.geo.positions import valid_position
from hezhang.core.kernel.edits import fingerprint, lock_unchanged
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.kernel.verdict import Verdict, yes_if
from rivers.registry import rules

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def must_keep(region_code: str, *, by: Post | None) -> None:
    """NotAllowed unless the post may write this region's registry; None stands for imports and set-up."""
    if by is not None:
        demand(rules.may_keep(by, region_code))


def check(field: str, verdict: Verdict) -> None:
    """ValidationError at this field with the verdict's reason."""
    if not verdict:
        raise ValidationError({field: verdict.reason})


def create(obj: models.Model, action: str, shown: list[str], *, by: Post | None) -> None:
    """Validate, insert and journal a new row; ``shown`` names the fields the journal keeps."""
    obj.full_clean()
    obj.save(force_insert=True)
    record(action, obj, post=by, after={name: getattr(obj, name) for name in shown})


def update(obj: models.Model, values: dict[str, Any], seen: int | None, action: str, *, by: Post | None) -> None:
    """Change a versioned row if it is still the version that was ``seen`` (None: whatever it is); journal the change.

    Raises EditedMeanwhile; of two savers at once exactly one gets through.
    """
    expected = obj.version if seen is None else seen
    # `obj` is written, not the locked row: both were just found to be the same version.
    lock_unchanged(obj, expected, lambda stored: stored.version)
    before, after = changes(obj, values)
    for name, value in values.items():
        setattr(obj, name, value)
    obj.version = expected + 1
    obj.full_clean()
    obj.save()
    record(action, obj, post=by, before=before, after=after)


def place_mark(row: Any) -> str:
    """A mark of a row's ``lat`` and ``lng``, for whoever is about to move it."""
    return fingerprint({"lat": row.lat, "lng": row.lng})


def move(obj: models.Model, lat: float, lng: float, seen: str | None, action: str, *, by: Post | None) -> None:
    """Give a row with ``lat`` and ``lng`` another position (WGS-84) if it is still where it was ``seen`` (None: wherever).

    Raises Refusal for what is no position, EditedMeanwhile when somebody has moved it; journals the change.
    """
    demand(yes_if(valid_position(lat, lng), "位置不是有效的经纬度，请在地图上重新选择。"), Refusal)
    stored = lock_unchanged(obj, place_mark(obj) if seen is None else seen, place_mark)
    before, after = changes(stored, {"lat": lat, "lng": lng})
    obj.lat, obj.lng = lat, lng
    obj.save(update_fields=["lat", "lng"])
    record(action, obj, post=by, before=before, after=after)
