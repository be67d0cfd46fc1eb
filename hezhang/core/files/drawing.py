"""Photos as bytes: decoded whole, turned upright, made small and encoded anew. Runs in a child (``kernel.confined``).

What comes out was drawn by us: no EXIF, no script behind the pixels, no second file inside (polyglots).
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PIL import Image, UnidentifiedImageError

from hezhang.core.files import jpeg
from hezhang.core.files.exif import raw_exif
from hezhang.core.kernel.confined_child import RefusedError

Transpose = Image.Transpose
FORMATS = ["JPEG", "PNG", "WEBP"]
MOST_SEGMENTS = 1000  # Pillow reads each in Python; a camera writes dozens
MOST_SCANS = 40  # every scan goes over all of the picture; libjpeg writes 10, the most thorough programs twice that
MOST_COEFFICIENTS = 160_000_000  # bytes: 40 megapixels at 4:2:0 take 120
# EXIF orientation → what makes the photo upright.
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
LOOK_WIDE, LOOK_HIGH = 9, 8
LEAST_CONTRAST = 24  # of 255 steps of grey
ALPHA_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}
DAMAGED = "照片打不开，可能没有传完整或已损坏。请重新拍摄或另选一张。"
TOO_MANY_PIXELS = "照片像素过大（超过 {} 万像素）。请把相机分辨率调低，或截图后再上传。"
LAYERED = "照片像素过大（渐进式 JPG 最多约 2600 万像素）。请把相机分辨率调低，或截图后再上传。"
TOO_MANY_SCANS = "照片的存储方式不正常（分了太多层），没有收下。请用手机相机重新拍摄，或截图后再上传。"
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, OverflowError)

# Sizes are checked here, before one pixel is decoded; of broken EXIF the child says nothing.
Image.MAX_IMAGE_PIXELS = None
warnings.simplefilter("ignore")


def work(told: dict[str, Any], data: bytes) -> Iterator[bytes]:
    """What EXIF tells and the size of the large photo (JSON), the large one, the small one. Raises RefusedError.

    ``told``: ``pixels`` by format, ``side`` and ``thumb``: the longest sides of what comes out.
    """
    kind = _kind(data)
    end = _look(data, kind, told["pixels"][kind])
    image = _open(data, told["pixels"][kind])
    try:
        seen = raw_exif(image)
        image = _decoded(image, told["side"])
        if kind == "JPEG" and not jpeg.is_whole(data, end, image, lambda more: _decoded(_reopened(more), told["side"])):
            raise RefusedError(DAMAGED)
        upright = _upright(image, seen["orientation"], told["side"])
        width, height = upright.size
        look = looks(upright)
        photo = _jpeg(upright, 82)
        upright.thumbnail((told["thumb"], told["thumb"]))
        small = _jpeg(upright, 75)
    except BROKEN as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(DAMAGED) from error
    yield json.dumps({"width": width, "height": height, "seen": seen, "look": look}).encode()
    yield photo
    yield small


def looks(image: Image.Image) -> list[int]:
    """How the picture looks, in four numbers of 16 bits: of 9 × 8 grey fields, which is brighter than its right neighbour
    (dHash, 64 bits). Scaled, sharpened or encoded anew it keeps nearly all of them. [] where there is hardly anything to
    see: a black picture looks like every other.
    """
    grey = image.convert("L").resize((LOOK_WIDE, LOOK_HIGH), Image.Resampling.BOX)
    dots = grey.tobytes()
    if max(dots) - min(dots) < LEAST_CONTRAST:
        return []
    lines = [dots[at : at + LOOK_WIDE] for at in range(0, len(dots), LOOK_WIDE)]
    bits = "".join("1" if left > right else "0" for line in lines for left, right in pairwise(line))
    return [int(bits[at : at + 16], 2) for at in range(0, len(bits), 16)]


def _kind(data: bytes) -> str:
    return {b"\xff": "JPEG", b"\x89": "PNG"}.get(data[:1], "WEBP")


def _look(data: bytes, kind: str, pixels: int) -> int:
    """Refuse what would cost too much even to open; where a JPEG ends."""
    if kind == "JPEG":
        try:
            found = jpeg.structure(data, MOST_SEGMENTS, MOST_SCANS)
        except (ValueError, IndexError) as error:
            raise RefusedError(DAMAGED) from error
        if found is None:
            raise RefusedError(TOO_MANY_SCANS)
        if found.held > MOST_COEFFICIENTS:
            raise RefusedError(LAYERED)
        return found.end
    if kind == "WEBP" and _webp_canvas(data) > pixels:
        raise RefusedError(TOO_MANY_PIXELS.format(pixels // 10_000))
    return 0


def _webp_canvas(data: bytes) -> int:
    """Pixels of an extended WebP file: its decoder takes room for all of them, twice, when it is opened."""
    if data[12:16] != b"VP8X":
        return 0
    return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)


def _open(data: bytes, pixels: int) -> Image.Image:
    try:
        image = _reopened(data)
    except (UnidentifiedImageError, *BROKEN) as error:
        raise RefusedError(DAMAGED) from error
    if image.width * image.height > pixels:
        raise RefusedError(TOO_MANY_PIXELS.format(pixels // 10_000))
    return image


def _reopened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=FORMATS)


def _decoded(image: Image.Image, side: int) -> Image.Image:
    """Every pixel read; a large JPEG at 1/2, 1/4 or 1/8, still no smaller than ``side``."""
    scale = min(1.0, side / max(image.size))
    # draft() decodes so only if both sides asked for are that small: keep the proportions.
    image.draft("RGB", (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    image.load()
    return image


def _upright(image: Image.Image, orientation: int, side: int) -> Image.Image:
    """At most ``side`` long, the right way up, RGB."""
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    turned = image.transpose(TURNS[orientation]) if orientation in TURNS else image
    return _on_white(turned)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ALPHA_MODES or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    stream = io.BytesIO()
    # A fresh header: nothing of the original's info (EXIF, comments, colour profile) is passed on.
    image.info.clear()
    image.save(stream, "JPEG", quality=quality, optimize=True, exif=b"")
    return stream.getvalue()
