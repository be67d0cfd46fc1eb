"""Whether a JPEG holds all of its picture.

A file that was cut and then ended properly (by a phone that ran out of space, by a messenger) decodes without a word: libjpeg
warns, fills the rest with grey, and Pillow does not pass the warning on. So it is decoded again with noise behind its last
data: a decoder that has all it needs never looks at what follows, one that is short of data paints the noise.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops

MARK, SOS, EOI = 0xFF, 0xDA, 0xD9
RESTARTS = range(0xD0, 0xD8)
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)
# In the picture's data: neither a stuffed 0 nor a restart. Markers may be preceded by any number of fill bytes.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_NOISE = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(8)).replace(b"\xff", b"")
# With every restart marker: a file may have been cut just before one, and the decoder skips all until it meets one.
_MORE = _NOISE + b"".join(bytes([MARK, restart]) + _NOISE for restart in RESTARTS)


def is_whole(data: bytes, end: int, picture: Image.Image, decode: Callable[[bytes], Image.Image]) -> bool:
    """Whether nothing of ``picture``, which ``decode`` made of ``data``, is the decoder's invention.

    ``end``: where its end marker stands. Costs a second decoding.
    """
    noisy = data[:end] + _MORE + bytes([MARK, EOI])
    return ImageChops.difference(picture, decode(noisy)).getbbox() is None


@dataclass
class Structure:
    """How a JPEG is built: its scans, where its own end marker stands, and the bytes of all its coefficients."""

    scans: int = 0
    end: int = 0
    coefficients: int = 0
    is_progressive: bool = False

    @property
    def held(self) -> int:
        """Bytes that must be held to decode it: all, unless one scan tells everything, block by block."""
        return self.coefficients if self.is_progressive or self.scans > 1 else 0


def structure(data: bytes, segments: int, scans: int) -> Structure | None:
    """Read from the markers alone; None with more segments or scans. ValueError or IndexError when the file has no end.

    The end is the picture's own: not that of the small picture in its EXIF, nor of what comes after it.
    """
    found, at = Structure(), 2
    for _ in range(segments):
        mark = _MARKER.search(data, at)
        if mark is None:
            raise ValueError("no end")
        kind, at = data[mark.end() - 1], mark.end()
        if kind == EOI:
            found.end = at - 2
            return found
        if kind in FRAMES:
            found.coefficients = max(found.coefficients, _coefficients(data[at : at + 20]))
            found.is_progressive = found.is_progressive or kind in PROGRESSIVE
        found.scans += kind == SOS
        if found.scans > scans:
            return None
        at += int.from_bytes(data[at : at + 2], "big")
    return None


def _coefficients(head: bytes) -> int:
    """Bytes of a picture's coefficients, two each, in whole blocks; ``head`` is its frame header."""
    height, width, parts = int.from_bytes(head[3:5], "big"), int.from_bytes(head[5:7], "big"), min(head[7], 4)
    factors = [(head[9 + 3 * part] >> 4, head[9 + 3 * part] & 15) for part in range(parts)]
    across, down = max(1, *(factor[0] for factor in factors)), max(1, *(factor[1] for factor in factors))
    shares = sum(one * other for one, other in factors) / (across * down)
    return int(2 * (width + 8 * across) * (height + 8 * down) * shares)
