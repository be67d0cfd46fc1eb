"""Photos that are small on the disk and dear to decode: refused in words, and only the child that draws pays."""

import io
import struct
import threading
import zlib
from contextlib import closing

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

from hezhang.core.files import drawing, jpeg
from hezhang.core.files.pictures import make_picture
from hezhang.core.kernel.confined import RefusedError, Workshop
from tests.files.test_photos import river_bank
from tests.memory import growth_below, peak

# The same on either engine.
pytestmark = pytest.mark.once

TOLD = {"pixels": settings.PHOTO_MAX_PIXELS, "side": settings.PHOTO_SIDE, "thumb": settings.THUMB_SIDE}
MODULE = "hezhang.core.files.drawing"
MOST = 200  # MB


def saved(image: Image.Image, kind: str, **more) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **more)
    return stream.getvalue()


def scan_bomb(scans: int) -> bytes:
    """A sound progressive JPEG, and at its end scans that say nothing: each goes over the whole picture."""
    data = river_bank(progressive=True)
    at = data.rindex(b"\xff\xda")
    header = data[at : at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")]
    return data[:-2] + header * scans + data[-2:]


def comment_bomb(segments: int) -> bytes:
    """Empty comments: Pillow walks over each in Python."""
    data = river_bank()
    return data[:2] + b"\xff\xfe\x00\x02" * segments + data[2:]


def webp_of(side: int) -> bytes:
    """The head of an extended WebP of that many pixels a side."""
    size = (side - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size + size
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def png_text_bomb() -> bytes:
    """A note that inflates to 200 MB."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    sound = saved(Image.new("RGB", (40, 30)), "PNG")
    return sound[:33] + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000))) + sound[33:]


BOMBS = {
    "3,500 empty scans": (lambda: scan_bomb(3500), "分了太多层"),
    "3,000,000 comments": (lambda: comment_bomb(3_000_000), "分了太多层"),
    "40 megapixels of RGBA": (lambda: saved(Image.new("RGBA", (8000, 5000)), "PNG"), "超过 1600 万像素"),
    "a WebP of 16,000 pixels a side": (lambda: webp_of(16_000), "超过 1200 万像素"),
    "progressive without subsampling": (
        lambda: saved(Image.new("RGB", (7200, 5400)), "JPEG", progressive=True, subsampling=0),
        "2600 万像素",
    ),
    "a note of 200 MB": (png_text_bomb, "打不开"),
}


@pytest.mark.parametrize("what", sorted(BOMBS))
def test_a_bomb_is_refused_in_words_and_costs_the_server_nothing(what):
    make, words = BOMBS[what]
    data = make()
    with growth_below(40), pytest.raises(ValidationError, match=words):  # 15 MB of file, at most
        make_picture(data)


@pytest.mark.parametrize("what", sorted(BOMBS))
def test_nor_does_it_cost_the_child(what):
    data = BOMBS[what][0]()
    with closing(Workshop(MODULE, memory=2048, cpu=60, orders=2)) as roomy:
        with pytest.raises(RefusedError):
            roomy.run(TOLD, data, lambda part: None)
        assert peak(roomy._child.pid) < MOST


def test_they_are_bombs():
    """The control: every scan is one walk over the picture, every pixel at least four bytes in memory, or sixteen."""
    assert jpeg.structure(scan_bomb(3500), 10_000, 10_000).scans > 3500
    assert len(scan_bomb(3500)) < 400_000
    assert 8000 * 5000 * 9 > 300_000_000
    found = jpeg.structure(BOMBS["progressive without subsampling"][0](), 1000, 40)
    assert found.held > 7200 * 5400 * 6


@pytest.mark.parametrize(
    "make",
    [
        lambda: saved(Image.new("RGB", (7200, 5500), "green"), "JPEG"),
        lambda: saved(Image.new("RGB", (7200, 5500), "green"), "JPEG", progressive=True),
        lambda: saved(Image.new("RGB", (6000, 4000), "green"), "JPEG", progressive=True, subsampling=0),
        lambda: saved(Image.new("RGBA", (1440, 11_000), "green"), "PNG", compress_level=1),
        lambda: saved(Image.new("RGB", (4000, 3000), "green"), "WEBP", method=0),
    ],
    ids=["40 megapixels", "the same, progressive", "a camera's 24", "a long screenshot", "WebP of a phone"],
)
def test_the_dearest_that_phones_and_cameras_make_are_taken(make):
    """Within the limits as they are: the child lives."""
    picture = make_picture(make())
    assert max(picture.width, picture.height) == settings.PHOTO_SIDE


def test_a_camera_is_far_from_the_limits():
    found = jpeg.structure(river_bank(progressive=True), drawing.MOST_SEGMENTS, drawing.MOST_SCANS)
    assert 1 < found.scans <= drawing.MOST_SCANS // 4


def test_a_hundred_photos_leave_the_child_room_for_the_next():
    """It is kept: what it does not give back would be missing."""
    data, large = river_bank(), saved(Image.new("RGB", (7200, 5500), "green"), "JPEG", progressive=True)
    with closing(Workshop(MODULE, memory=256, cpu=8, orders=100)) as kept:
        for number in range(12):
            kept.run(TOLD, large if number % 4 == 3 else data, lambda part: None)
        assert peak(kept._child.pid) < MOST


def test_eight_at_once_take_turns():
    """One slot: the others wait for it, and all are drawn by one child."""
    data, drawn = river_bank(), []
    threads = [threading.Thread(target=lambda: drawn.append(make_picture(data))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(drawn) == 8
