"""When and where a photo was taken, as far as its EXIF can be believed. Read first, stripped afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image

from hezhang.core.kernel.geodesy import valid_position

EARLIEST = 2000  # cameras whose clock was never set say 1970 or 1980
# Hostile EXIF raises nearly anything; a photo without EXIF is as good a photo.
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError, EOFError)


@dataclass(frozen=True)
class Seen:
    """``taken_at`` aware, ``lat`` and ``lng`` in degrees WGS-84; None where unknown or impossible."""

    orientation: int = 1
    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None


def read_exif(image: Image.Image) -> Seen:
    """What EXIF tells; never raises."""
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        details, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except BROKEN:
        return Seen()
    lat, lng = _position(gps)
    return Seen(orientation if isinstance(orientation, int) else 1, _moment(details), lat, lng)


def _moment(details: Mapping[int, Any]) -> datetime | None:
    """DateTimeOriginal, with its offset if the camera wrote one, else as local time. Not from the future."""
    try:
        plain = datetime.strptime(str(details[ExifTags.Base.DateTimeOriginal])[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        taken = _with_offset(plain, str(details.get(ExifTags.Base.OffsetTimeOriginal, "")))
        # A day of grace for cameras set to another time zone.
        is_likely = plain.year >= EARLIEST and taken <= timezone.now() + timedelta(days=1)
    except BROKEN:
        return None
    return taken if is_likely else None


def _with_offset(plain: datetime, offset: str) -> datetime:
    try:
        return datetime.strptime(f"{plain:%Y-%m-%d %H:%M:%S}{offset.strip()}", "%Y-%m-%d %H:%M:%S%z")
    except ValueError:
        return timezone.make_aware(plain)


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
        lng = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    except BROKEN:
        return None, None
    # Cameras without a fix write 0, 0: a place in the ocean.
    return (lat, lng) if valid_position(lat, lng) and (lat, lng) != (0.0, 0.0) else (None, None)


def _degrees(parts: Any, reference: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(reference).strip().upper() == negative else value
