"""Photos that look alike: scaled and encoded anew they are known again, other photos are not."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from hezhang.core.files.drawing import looks
from hezhang.core.files.looks import MOST_BITS, apart, is_same, may_be_same
from hezhang.core.files.models import Upload
from hezhang.core.files.services import store_photo


def scene(seed: int, size=(1600, 1200)) -> Image.Image:
    """Blocks of other brightness each time, as far from one another as real photos are."""
    image = Image.new("RGB", size, (90, 120, 110))
    pen = ImageDraw.Draw(image)
    for number in range(40):
        value = (seed * 7919 + number * 104729) % 1_000_003
        x, y, side = value % size[0], value // 7 % size[1], 80 + value % 240
        pen.rectangle((x, y, x + side, y + side), fill=(value % 256, value // 3 % 256, value // 5 % 256))
    return image


def encoded(image: Image.Image, quality: int = 85, kind: str = "JPEG") -> BytesIO:
    stream = BytesIO()
    image.save(stream, kind, quality=quality)
    return stream


def test_a_copy_that_was_made_smaller_and_sent_on_looks_the_same():
    first = looks(scene(1))
    for copy in (
        scene(1).resize((800, 600)),
        Image.open(encoded(scene(1), 40)),
        Image.open(encoded(scene(1), kind="WEBP")),
    ):
        assert apart(first, looks(copy)) <= MOST_BITS


def test_another_scene_looks_different():
    shown = [looks(scene(seed)) for seed in range(1, 9)]
    nearest = min(apart(one, other) for at, one in enumerate(shown) for other in shown[at + 1 :])
    assert nearest > MOST_BITS


@pytest.mark.parametrize("colour", ["black", "white", (120, 121, 119)])
def test_where_nothing_is_to_be_seen_nothing_is_alike(colour):
    assert looks(Image.new("RGB", (400, 300), colour)) == []


def test_a_copy_is_found_through_one_band(cast):
    first = store_photo(encoded(scene(3)), by=cast.clerk)
    copy = store_photo(encoded(scene(3).resize((900, 675)), 60), by=cast.handler)
    other = store_photo(encoded(scene(4)), by=cast.handler)
    found = Upload.objects.filter(may_be_same(copy)).exclude(pk=copy.pk)
    assert first in found and first.sha256 != copy.sha256
    assert is_same(first, copy) and not is_same(other, copy)


def test_three_bits_apart_share_a_band_whichever_they_are():
    """Why three: four bands, and each bit touches one of them."""
    one = (0, 0, 0, 0)
    for bands in ((1, 1, 1, 0), (7, 0, 0, 0), (0, 3, 0, 1)):
        assert apart(one, bands) == 3 and any(a == b for a, b in zip(one, bands, strict=True))
