"""Files that are no photos, through the doors that take photos."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hezhang.core.files.models import Upload
from issues.ledger.models import Issue
from tests.issues.acts import picture

pytestmark = [pytest.mark.story_until("2026-07-01"), pytest.mark.clock()]  # of the round in tests/security/hostile.py


def png_of(side: int) -> bytes:
    """The head of a PNG of that many pixels a side; nobody should get as far as its body."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


REFUSED = {
    "HTML": b"<html><script>alert(1)</script></html>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "HTML behind magic bytes": b"\xff\xd8\xff<script>alert(1)</script>",
    "GIF": b"GIF89a" + bytes(40),
    "12000 pixels": png_of(12000),
    "20000 pixels": png_of(20000),
    "PHP": b"<?php system($_GET[0]); ?>",
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_no_photo_no_row(world, enter, what):
    cast, rows, uploads = world.cast, Issue.objects.count(), Upload.objects.count()
    file = SimpleUploadedFile("现场.jpg", REFUSED[what], "image/jpeg")
    data = {"reach": cast.village_reach.pk, "text": "垃圾", "photos": [file]}
    assert enter(cast.village_chief).post("/issues/report/", data).status_code == 422
    assert (Issue.objects.count(), Upload.objects.count()) == (rows, uploads)


def test_a_polyglot_is_drawn_anew(world, enter):
    payload = b"<script>alert(1)</script><?php x ?>"
    photo = picture().read()
    file = SimpleUploadedFile("现场.jpg.php", photo + payload, "text/html")
    client = enter(world.cast.village_chief)
    data = {"reach": world.cast.village_reach.pk, "text": "垃圾", "photos": [file]}
    assert client.post("/issues/report/", data).status_code == 302
    answer = client.get(f"/issues/photos/{Issue.objects.latest('pk').evidence.get().pk}/")
    shown = b"".join(answer)
    assert payload not in shown and Image.open(BytesIO(shown)).format == "JPEG"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Upload.objects.latest("pk").path.endswith(".jpg")
