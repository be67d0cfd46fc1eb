"""Photos: recognised, turned, made small, stripped, and stored whole or not at all."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image, TiffImagePlugin

from hezhang.core.files import disk
from hezhang.core.files.models import Upload
from hezhang.core.files.pictures import make_picture
from hezhang.core.files.services import stage_photos, store_photo
from hezhang.core.files.serving import serve_photo

AT = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # already the 21st in Shanghai


def photo(size=(400, 300), kind="JPEG", exif=None, name="河道.jpg", colour=(200, 30, 30), mode="RGB"):
    """An uploaded file with one dark pixel block in the upper left corner."""
    image = Image.new(mode, size, colour)
    image.paste((0, 0, 0, 255)[: len(colour)], (0, 0, size[0] // 4, size[1] // 4))
    stream = io.BytesIO()
    image.save(stream, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, stream.getvalue())


def evidence(**more):
    exif = Image.Exif()
    exif[0x0112] = more.get("orientation", 1)
    exif[0x010E] = "姓名与电话"
    exif.get_ifd(0x8769)[0x9003] = more.get("taken", "2026:11:20 09:30:00")
    ratio = TiffImagePlugin.IFDRational
    gps = exif.get_ifd(0x8825)
    gps[1], gps[3] = "N", "E"
    gps[2] = more.get("lat", (ratio(27), ratio(55), ratio(12)))
    gps[4] = (ratio(120), ratio(48), ratio(36))
    return exif


def stored(upload):
    return Image.open(disk.absolute(upload.path))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_come_out_as_small_jpegs(cast, kind):
    upload = store_photo(photo((3200, 2400), kind, name="../../河道.php"), by=cast.patroller, at=AT)
    assert (upload.width, upload.height, upload.name) == (1600, 1200, "河道.php")
    assert upload.path.startswith("2026/11/")
    assert upload.path.endswith(".jpg")
    with stored(upload) as large, Image.open(disk.absolute(upload.thumb)) as small:
        assert (large.format, large.size, small.format, small.size) == ("JPEG", (1600, 1200), "JPEG", (320, 240))
    assert upload.size == disk.absolute(upload.path).stat().st_size


@pytest.mark.story_until("2026-11-21")
def test_time_and_place_are_kept_and_then_stripped(cast):
    upload = store_photo(photo(exif=evidence()), by=cast.patroller)
    assert upload.taken_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert (upload.lat, upload.lng) == (pytest.approx(27.92), pytest.approx(120.81))
    with stored(upload) as image:
        assert not image.getexif()
        assert "姓名".encode() not in disk.absolute(upload.path).read_bytes()


@pytest.mark.parametrize(
    "more", [{"taken": "0000:00:00 00:00:00"}, {"taken": "2099:01:01 00:00:00"}, {"taken": "1970:01:01 00:00:00"}]
)
def test_an_impossible_time_is_unknown(cast, more):
    assert store_photo(photo(exif=evidence(**more)), by=cast.patroller).taken_at is None


@pytest.mark.parametrize("degrees", [(27, 0), (0, 0), (200, 1)])
def test_an_impossible_place_is_unknown(cast, degrees):
    ratio = TiffImagePlugin.IFDRational
    lat = (ratio(*degrees), ratio(0), ratio(0, 1))
    upload = store_photo(photo(exif=evidence(lat=lat)), by=cast.patroller)
    assert (upload.lat, upload.lng) in [(None, None), (0.0, pytest.approx(120.81))]


@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (394, 294)), (6, (294, 5)), (8, (5, 394))])
def test_the_photo_stands_upright(cast, orientation, corner):
    upload = store_photo(photo(exif=evidence(orientation=orientation)), by=cast.patroller)
    with stored(upload) as image:
        assert image.size == ((300, 400) if orientation in (6, 8) else (400, 300))
        assert max(image.getpixel(corner)) < 60
        middle = (image.width // 2, image.height // 2)
        assert image.getpixel(middle)[0] > 150


def test_transparency_becomes_white(cast):
    file = photo(kind="PNG", mode="RGBA", colour=(9, 9, 9, 0))
    with stored(store_photo(file, by=cast.patroller)) as image:
        assert min(image.getpixel((350, 250))) > 245


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "不是照片"),
        (b"GIF89a" + b"\0" * 100, "不是照片"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "打不开"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "打不开"),
        (b"\xff\xd8\xff" + b"\0" * (15 * 1024 * 1024), "超过 15 MB"),
    ],
)
def test_anything_else_is_refused_with_advice(cast, data, words):
    with pytest.raises(ValidationError, match=words):
        store_photo(SimpleUploadedFile("a.jpg", data), by=cast.patroller)
    assert not Upload.objects.exists()


def test_a_half_sent_photo_is_refused(cast):
    data = photo((800, 600)).read()
    with pytest.raises(ValidationError, match="没有传完整"):
        store_photo(SimpleUploadedFile("a.jpg", data[: len(data) // 2]), by=cast.patroller)


def river_bank(kind="JPEG", **more):
    """A JPEG with something to see in every corner, as a camera writes it."""
    image = Image.effect_noise((800, 600), 60).convert("RGB")
    stream = io.BytesIO()
    image.save(stream, kind, quality=85, **more)
    return stream.getvalue()


AS_WRITTEN = [
    {},
    {"progressive": True},
    {"restart_marker_rows": 1},
    {"subsampling": 0},
    {"kind": "MPO", "save_all": True, "append_images": [Image.new("RGB", (80, 60))]},
]


@pytest.mark.parametrize("more", AS_WRITTEN)
def test_a_photo_cut_in_half_is_refused_though_it_ends_properly(cast, more):
    data = river_bank(**more)
    half = data[: len(data) // 2] + b"\xff\xd9"
    with Image.open(io.BytesIO(half)) as image:
        image.load()  # Pillow says nothing
    with pytest.raises(ValidationError, match="没有传完整"):
        store_photo(SimpleUploadedFile("a.jpg", half), by=cast.patroller)
    assert store_photo(SimpleUploadedFile("a.jpg", data), by=cast.patroller).width == 800


def test_a_photo_cut_between_two_restart_intervals_is_refused(cast):
    data = river_bank(restart_marker_rows=1)
    for cut in (data.rindex(b"\xff\xd3"), data.rindex(b"\xff\xd3") + 2):
        with pytest.raises(ValidationError, match="没有传完整"):
            store_photo(SimpleUploadedFile("a.jpg", data[:cut] + b"\xff\xd9"), by=cast.patroller)


def test_the_other_photos_of_a_form_stay_when_one_was_cut(cast):
    data = river_bank()
    files = [photo(name="桥.jpg"), SimpleUploadedFile("岸.jpg", data[: len(data) // 2] + b"\xff\xd9")]
    stored, words = stage_photos(files, by=cast.patroller)
    assert [upload.name for upload in stored] == ["桥.jpg"]
    assert words == ["“岸.jpg”没有收下：照片打不开，可能没有传完整或已损坏。请重新拍摄或另选一张。"]


def test_a_polyglot_comes_out_clean(cast):
    data = photo().read() + b"<script>alert(1)</script>PK\x03\x04"
    upload = store_photo(SimpleUploadedFile("a.jpg", data), by=cast.patroller)
    assert b"script" not in disk.absolute(upload.path).read_bytes()


@pytest.mark.parametrize("side", [12_000, 20_000])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_pixel_bomb_is_refused_without_decoding_it(side):
    """Its pixels are missing: whoever tried to decode it would say that it is damaged."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    with pytest.raises(ValidationError, match="像素过大（超过 1600 万像素）"):
        make_picture(data)


def test_the_same_file_again_is_the_same_upload(cast):
    data = photo().read()
    first, second, other = (
        store_photo(SimpleUploadedFile("a.jpg", data), by=post)
        for post in (cast.patroller, cast.patroller, cast.handler)
    )
    assert first == second != other
    disk.remove(first.path)
    assert store_photo(SimpleUploadedFile("a.jpg", data), by=cast.patroller) != first


def test_a_citizen_has_no_post(cast):
    assert store_photo(photo(), by=None).post is None


def test_a_full_disk_leaves_neither_row_nor_file(cast, settings):
    settings.MEDIA_ROOT.mkdir(parents=True)
    blocked = settings.MEDIA_ROOT / f"{AT:%Y}"
    blocked.write_text("a file where a folder is needed")
    with pytest.raises(ValidationError, match="存储空间"):
        store_photo(photo(), by=cast.patroller, at=AT)
    assert not Upload.objects.exists()
    assert list(settings.MEDIA_ROOT.rglob("*")) == [blocked]


def test_serving_is_private_and_never_sniffed(cast):
    upload = store_photo(photo(name='a"\r\nb.html'), by=cast.patroller)
    response = serve_photo(upload, thumb=True)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'inline; filename="photo-{upload.pk}-small.jpg"'
    assert "private" in response["Cache-Control"]
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    response.close()


def test_a_missing_file_and_a_path_outside_are_404(cast):
    upload = store_photo(photo(), by=cast.patroller)
    disk.remove(upload.path)
    for path in (upload.path, "../../etc/passwd"):
        upload.path = path
        with pytest.raises(Http404):
            serve_photo(upload)
