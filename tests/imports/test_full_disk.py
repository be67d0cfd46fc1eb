"""A disk that is full when a workbook is uploaded: the operating system itself refuses to write."""

import resource
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from hezhang.core.accounts.models import Region
from hezhang.core.files.models import Upload
from hezhang.core.web import errors
from hezhang.core.web.importing import store

URL = "/people/regions/import/"
ROOM = 8 * 1024 * 1024  # more than the test database grows to, less than the file
CONTENT = b"a" * (ROOM + 1)


@contextmanager
def full_disk():
    """No file of this process may grow beyond ROOM: write(2) fails, as it does without space."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def nothing_is_left(settings) -> bool:
    return not Upload.objects.exists() and not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_store_says_so_and_leaves_nothing(cast, settings):
    with full_disk(), pytest.raises(ValidationError, match="存储空间"):
        store.keep("regions", SimpleUploadedFile("区划.csv", CONTENT), by=cast.clerk)
    assert nothing_is_left(settings)


def test_the_page_says_so_at_the_field(cast, enter, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * ROOM  # so that it is the view that meets the full disk
    with full_disk():
        answer = enter(cast.clerk).post(URL, {"file": SimpleUploadedFile("区划.csv", CONTENT)})
    assert answer.status_code == 422 and "存储空间" in answer.content.decode()
    assert nothing_is_left(settings)


def test_a_full_disk_before_any_view_has_its_own_page(tmp_path, rf):
    """Django writes large uploads to a temporary file while it reads the request."""
    try:
        with full_disk():
            (tmp_path / "upload").write_bytes(CONTENT)
    except OSError:
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 507 and "存储空间不足" in answer.content.decode()


def test_with_room_it_is_kept(cast):
    kept = store.keep("regions", SimpleUploadedFile("区划.csv", CONTENT), by=cast.clerk)
    assert kept.size == len(CONTENT)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own limit on its pages stands in for the disk")
def test_a_full_disk_under_the_database_is_told_as_one_and_nothing_is_half_imported(cast, enter):
    client = enter(cast.clerk)
    client.raise_request_exception = False
    rows = "".join(f"990102{town}000,新镇{town}\r\n" for town in range(300, 900))
    address = client.post(URL, {"file": SimpleUploadedFile("区划.csv", f"编码,名称\r\n{rows}".encode())}).url
    before, confirm = Region.objects.count(), {"confirm": address.split("upload=")[1]}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")  # as many as there are: not one more
        answer = client.post(URL, confirm)
        cursor.execute("PRAGMA max_page_count = 1000000000")
    assert (answer.status_code, "存储空间不足" in answer.content.decode()) == (507, True)
    assert Region.objects.count() == before
    assert client.post(URL, confirm).status_code == 302  # with room again, the same click
    assert Region.objects.count() == before + 600


@pytest.mark.parametrize(("state", "status"), [("53100", 507), ("57P01", 503)])
def test_postgresqls_full_disk_is_told_from_one_that_does_not_answer(rf, state, status):
    fault = type("Fault", (Exception,), {"sqlstate": state})("could not extend file")
    try:
        raise OperationalError(str(fault)) from fault
    except OperationalError:
        assert errors.server_error(rf.get("/")).status_code == status
