"""Photos as bytes: recognised, decoded whole, turned upright, made small and encoded anew. No database, no disk.

What comes out was drawn by us: no EXIF, no script behind the pixels, no second file inside (polyglots).
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

from hezhang.core.files.exif import Seen, read_exif
from hezhang.core.files.jpeg import is_whole

Transpose = Image.Transpose
FORMATS = ["JPEG", "PNG", "WEBP"]
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
ALPHA_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}
NOT_PHOTO = "这不是照片文件。请上传 JPG、PNG 或 WebP 格式的照片；苹果手机请在“设置 - 相机 - 格式”中选“兼容性最佳”。"
DAMAGED = "照片打不开，可能没有传完整或已损坏。请重新拍摄或另选一张。"
TOO_MANY_PIXELS = "照片像素过大（超过 {} 万像素）。请把相机分辨率调低，或截图后再上传。"
TOO_MANY_BYTES = "照片超过 {} MB。请把相机分辨率调低，或截图后再上传。"
# What Pillow raises on broken or hostile files, besides its own class.
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, MemoryError, OverflowError)


@dataclass(frozen=True)
class Picture:
    """The two JPEGs to store, the size of the large one in pixels, and what EXIF said before it was dropped."""

    photo: bytes
    thumb: bytes
    width: int
    height: int
    seen: Seen


def make_picture(data: bytes) -> Picture:
    """The picture of an uploaded file; ValidationError (Chinese: what to do) for anything that is no sound photo."""
    if len(data) > settings.PHOTO_MAX_BYTES:
        raise ValidationError(TOO_MANY_BYTES.format(settings.PHOTO_MAX_BYTES // 1024 // 1024))
    if not _has_magic(data):
        raise ValidationError(NOT_PHOTO)
    image = _open(data)
    seen = read_exif(image)
    try:
        image = _decoded(image)
        if _is_jpeg(data) and not is_whole(data, image, lambda more: _decoded(_open(more))):
            raise ValidationError(DAMAGED)
        upright = _upright(image, seen.orientation)
        width, height = upright.size
        photo = _jpeg(upright, 82)
        upright.thumbnail((settings.THUMB_SIDE, settings.THUMB_SIDE))
        return Picture(photo, _jpeg(upright, 75), width, height, seen)
    except BROKEN as error:
        raise ValidationError(DAMAGED) from error


def _has_magic(data: bytes) -> bool:
    return _is_jpeg(data) or data[:8] == b"\x89PNG\r\n\x1a\n" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _is_jpeg(data: bytes) -> bool:
    return data[:3] == b"\xff\xd8\xff"


def _open(data: bytes) -> Image.Image:
    """The opened file, its size checked before one pixel is decoded."""
    limit = settings.PHOTO_MAX_PIXELS
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS.format(limit // 10_000)) from error
    except (UnidentifiedImageError, *BROKEN) as error:
        raise ValidationError(DAMAGED) from error
    if image.width * image.height > limit:
        raise ValidationError(TOO_MANY_PIXELS.format(limit // 10_000))
    return image


def _decoded(image: Image.Image) -> Image.Image:
    """Every pixel read; a large JPEG at 1/2, 1/4 or 1/8, still no smaller than ``PHOTO_SIDE``."""
    scale = min(1.0, settings.PHOTO_SIDE / max(image.size))
    # draft() decodes so only if both sides asked for are that small: keep the proportions.
    image.draft("RGB", (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    image.load()
    return image


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    """At most ``PHOTO_SIDE`` long, the right way up, RGB."""
    image.thumbnail((settings.PHOTO_SIDE, settings.PHOTO_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
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
