"""Lines as short text: Google's encoded polyline. Precision 5 is about a metre, 6 a tenth of one.

https://developers.google.com/maps/documentation/utilities/polylinealgorithm
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor, isfinite

from hezhang.core.geo.positions import Point


class PolylineError(ValueError):
    """The text is no encoded polyline, or a point cannot be encoded."""


def encode(points: Iterable[Point], precision: int = 5) -> str:
    """Points (latitude, longitude) as text of ASCII 63–126. Raises PolylineError for what is not finite."""
    scale, parts = 10**precision, []
    last_lat = last_lng = 0
    for lat, lng in points:
        if not (isfinite(lat) and isfinite(lng)):
            raise PolylineError("a coordinate is not a finite number")
        # Half away from zero would split at the equator; half up is what all readers agree with to one unit.
        lat_now, lng_now = floor(lat * scale + 0.5), floor(lng * scale + 0.5)
        parts += (_word(lat_now - last_lat), _word(lng_now - last_lng))
        last_lat, last_lng = lat_now, lng_now
    return "".join(parts)


def _word(number: int) -> str:
    rest = ~(number << 1) if number < 0 else number << 1
    letters = []
    while rest >= 0x20:
        letters.append(chr((0x20 | (rest & 0x1F)) + 63))
        rest >>= 5
    letters.append(chr(rest + 63))
    return "".join(letters)


def decode(text: str, precision: int = 5) -> list[Point]:
    """The points of an encoded polyline. Raises PolylineError for a letter outside the alphabet or a text cut short."""
    scale, numbers = 10**precision, list(_numbers(text))
    if len(numbers) % 2:
        raise PolylineError("a latitude without a longitude")
    points, lat, lng = [], 0, 0
    for step in range(0, len(numbers), 2):
        lat, lng = lat + numbers[step], lng + numbers[step + 1]
        points.append((lat / scale, lng / scale))
    return points


def _numbers(text: str) -> Iterator[int]:
    rest = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        if not 0 <= bits < 64:
            raise PolylineError(f"no letter of an encoded polyline: {letter!r}")
        rest |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            yield ~(rest >> 1) if rest & 1 else rest >> 1
            rest = shift = 0
    if shift:
        raise PolylineError("the text ends within a number")
