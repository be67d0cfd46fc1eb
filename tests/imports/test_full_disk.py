"""A disk that is full when a workbook is uploaded: the operating system itself refuses to write."""

import resource
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

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
