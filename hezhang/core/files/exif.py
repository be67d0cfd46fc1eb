"""What EXIF says of a photo, before it is stripped. Runs in the child that draws; ``evidence`` judges what to believe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

# Hostile EXIF raises nearly anything; a photo without EXIF is as good a photo.
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError, EOFError)


def raw_exif(image: Image.Image) -> dict[str, Any]:
    """``orientation``, and where there is one: ``taken`` and ``offset`` as written, ``lat`` and ``lng`` in degrees."""
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        details, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except BROKEN:
        return {"orientation": 1}
    turn = orientation if isinstance(orientation, int) else 1
    return {"orientation": turn, **_moment(details), **_position(gps)}


def _moment(details: Mapping[int, Any]) -> dict[str, str]:
    taken, offset = (details.get(tag, "") for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal))
    return {"taken": str(taken)[:19], "offset": str(offset)[:10]}


def _position(gps: Mapping[int, Any]) -> dict[str, float]:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
        lng = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    except BROKEN:
        return {}
    return {"lat": lat, "lng": lng}


def _degrees(parts: Any, reference: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(reference).strip().upper() == negative else value
