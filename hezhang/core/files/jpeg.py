"""Whether a JPEG holds all of its picture.

A file that was cut and then ended properly (by a phone that ran out of space, by a messenger) decodes without a word: libjpeg
warns, fills the rest with grey, and Pillow does not pass the warning on. So it is decoded again with noise behind its last
data: a decoder that has all it needs never looks at what follows, one that is short of data paints the noise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from PIL import Image, ImageChops

MARK, STUFFED, EOI = 0xFF, 0x00, 0xD9
RESTARTS = range(0xD0, 0xD8)
_NOISE = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(8)).replace(b"\xff", b"")
# With every restart marker: a file may have been cut just before one, and the decoder skips all until it meets one.
_MORE = _NOISE + b"".join(bytes([MARK, restart]) + _NOISE for restart in RESTARTS)


def is_whole(data: bytes, picture: Image.Image, decode: Callable[[bytes], Image.Image]) -> bool:
    """Whether nothing of ``picture``, which ``decode`` made of ``data``, is the decoder's invention.

    Costs a second decoding. ValueError or IndexError when the file has no end.
    """
    noisy = data[: _end(data)] + _MORE + bytes([MARK, EOI])
    return ImageChops.difference(picture, decode(noisy)).getbbox() is None


def _end(data: bytes) -> int:
    """Where the picture's own end marker stands: not that of the small picture in its EXIF, nor of what comes after it."""
    at = 2
    while True:
        at = data.index(MARK, at)
        kind = data[at + 1]
        if kind == EOI:
            return at
        if kind == MARK:
            at += 1
        elif kind == STUFFED or kind in RESTARTS:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
