"""A photo from outside becomes two JPEGs of our own, drawn in a child process (``drawing``). No database, no disk."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError

from hezhang.core.files.evidence import Seen, believed
from hezhang.core.kernel.confined import BusyError, OverrunError, RefusedError, Workshop

NOT_PHOTO = "这不是照片文件。请上传 JPG、PNG 或 WebP 格式的照片；苹果手机请在“设置 - 相机 - 格式”中选“兼容性最佳”。"
TOO_MANY_BYTES = "照片超过 {} MB。请把相机分辨率调低，或截图后再上传。"
TOO_COSTLY = "这张照片处理起来异常耗费资源，已停止处理，没有收下。请用手机相机重新拍摄，或截图后再上传。"
BUSY = "服务器正在处理其他照片，这一张还没有收下，请稍等片刻再提交一次。"
# One child for a hundred photos: it is ready when the next comes, and a photo costs what it cost within the server.
# The dearest that is taken, 40 megapixels progressive at 4:2:0, needs 180 MB of address space and a second.
_workshop = Workshop("hezhang.core.files.drawing", memory=256, cpu=8, orders=100)


@dataclass(frozen=True)
class Picture:
    """The two JPEGs to store, the size of the large one in pixels, and what EXIF said before it was dropped;
    ``look``: what ``drawing.looks`` makes of it."""

    photo: bytes
    thumb: bytes
    width: int
    height: int
    seen: Seen
    look: list[int] = field(default_factory=list)


def make_picture(data: bytes) -> Picture:
    """The picture of an uploaded file; ValidationError (Chinese: what to do) for anything that is no sound photo."""
    if len(data) > settings.PHOTO_MAX_BYTES:
        raise ValidationError(TOO_MANY_BYTES.format(settings.PHOTO_MAX_BYTES // 1024 // 1024))
    if not _has_magic(data):
        raise ValidationError(NOT_PHOTO)
    told = {"pixels": settings.PHOTO_MAX_PIXELS, "side": settings.PHOTO_SIDE, "thumb": settings.THUMB_SIDE}
    parts: list[bytes] = []
    try:
        _workshop.run(told, data, parts.append)
    except RefusedError as refusal:
        raise ValidationError(str(refusal)) from refusal
    except OverrunError as overrun:
        raise ValidationError(TOO_COSTLY) from overrun
    except BusyError as busy:
        raise ValidationError(BUSY) from busy
    head, photo, thumb = json.loads(parts[0]), parts[1], parts[2]
    return Picture(photo, thumb, head["width"], head["height"], believed(head["seen"]), head["look"])


def _has_magic(data: bytes) -> bool:
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or is_webp
