"""When and where a photo was taken, as far as its EXIF can be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hezhang.core.geo.positions import valid_position

EARLIEST = 2000  # cameras whose clock was never set say 1970 or 1980


@dataclass(frozen=True)
class Seen:
    """``taken_at`` aware, ``lat`` and ``lng`` in degrees WGS-84; None where unknown or impossible."""

    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None


def believed(told: Mapping[str, Any]) -> Seen:
    """Of what ``exif.raw_exif`` read; never raises."""
    lat, lng = told.get("lat"), told.get("lng")
    # Cameras without a fix write 0, 0: a place in the ocean.
    is_placed = lat is not None and lng is not None and valid_position(lat, lng) and (lat, lng) != (0.0, 0.0)
    taken = _moment(told.get("taken", ""), told.get("offset", ""))
    return Seen(taken, lat, lng) if is_placed else Seen(taken)


def _moment(taken: str, offset: str) -> datetime | None:
    """DateTimeOriginal, with its offset if the camera wrote one, else as local time. Not from the future."""
    try:
        plain = datetime.strptime(taken, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 the zone comes next
        moment = _with_offset(plain, offset)
        # A day of grace for cameras set to another time zone.
        is_likely = plain.year >= EARLIEST and moment <= timezone.now() + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return moment if is_likely else None


def _with_offset(plain: datetime, offset: str) -> datetime:
    try:
        return datetime.strptime(f"{plain:%Y-%m-%d %H:%M:%S}{offset.strip()}", "%Y-%m-%d %H:%M:%S%z")
    except ValueError:
        return timezone.make_aware(plain)
