"""What nobody needs is deleted at night; what a row shows stays, whatever its age."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import PROTECT
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.files import disk, tasks
from hezhang.core.files.models import Staged, Upload
from hezhang.core.files.services import clear_staged, read_bytes, stage_photo, store_photo, store_sheet
from hezhang.core.files.sweeping import sweep
from hezhang.core.web.importing import store
from issues.ledger.models import Issue
from tests.cast import SINCE
from tests.files.test_photos import photo

IMPORT = "/people/regions/import/"
GOOD = "编码,名称\r\n990102103000,梅林镇\r\n".encode()


def days(number: float):
    return timezone.now() + timedelta(days=number)


def sheet(cast, name="a", **more) -> Upload:
    return store_sheet(SimpleUploadedFile("名录.xlsx", b"x" * 100), by=cast.clerk, path=f"sheets/{name}.xlsx", **more)


def stray(path: str, age: timedelta, settings) -> str:
    """A file that no row names, so old."""
    full = settings.MEDIA_ROOT / path
    full.parent.mkdir(parents=True, exist_ok=True)
    full.write_bytes(b"12345")
    moment = (timezone.now() - age).timestamp()
    os.utime(full, (moment, moment))
    return path


def test_a_photo_that_no_row_shows_goes_and_one_that_is_shown_stays(cast, enter):
    lost = store_photo(photo(colour=(1, 2, 3)), by=cast.village_chief)
    shown = store_photo(photo(), by=cast.village_chief)
    data = {"reach": cast.village_reach.pk, "text": "岸边垃圾", "kept": str(shown.pk)}
    enter(cast.village_chief).post(reverse("issues:report"), data)
    assert Issue.objects.get().evidence.get().upload == shown
    assert sweep(days(7)).photos == 0
    assert sweep(days(900)).photos == 1
    assert list(Upload.objects.all()) == [shown] and read_bytes(shown)
    assert not disk.absolute(lost.path).exists() and not disk.absolute(lost.thumb).exists()


def test_a_photo_whose_form_is_still_open_stays(cast):
    upload = stage_photo(photo(), by=cast.village_chief, client_id=uuid4())
    assert sweep(days(30)).photos == 0  # until its week is over and clear_staged forgets it
    Staged.objects.all().delete()
    assert sweep(days(30)).photos == 1
    assert not Upload.objects.filter(pk=upload.pk).exists()


def test_photos_of_refused_forms_go_after_a_week(cast, enter, settings):
    """135 photos were stored through forms that were never filed, and stayed for ever."""
    client = enter(cast.village_chief)
    for shade in range(3):
        shot = photo(colour=(80 * shade, 0, 0))
        answer = client.post(reverse("issues:report"), {"reach": "", "text": "", "photos": [shot]})
        assert answer.status_code == 422
    assert Upload.objects.count() == 3
    for task in ("files.clear_staged", "files.sweep"):
        assert task in {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert clear_staged(days(6)) == sweep(days(6)).photos == 0
    assert clear_staged(days(9)) == 3
    assert not Upload.objects.exists() and not list(settings.MEDIA_ROOT.rglob("*.jpg"))


def test_an_imported_workbook_is_kept_for_its_days_and_one_never_imported_for_two(cast, enter, settings):
    client = enter(cast.clerk)
    address = client.post(IMPORT, {"file": SimpleUploadedFile("区划.csv", GOOD)}).url
    client.post(IMPORT, {"confirm": address.split("upload=")[1]})
    imported = Upload.objects.get()
    unused = store.keep("regions", SimpleUploadedFile("区划.csv", GOOD + b"x"), by=cast.clerk)
    assert sweep(days(1)).workbooks == 0
    assert sweep(days(3)).workbooks == 1
    assert list(Upload.objects.all()) == [imported] and not disk.absolute(unused.path).exists()
    assert sweep(days(29)).workbooks == 0
    settings.WORKBOOKS_KEPT_DAYS = 20
    assert sweep(days(29)).workbooks == 1
    assert not Upload.objects.exists() and not disk.absolute(imported.path).exists()
    assert Entry.objects.get(action="import.regions").after["file"] == "区划.csv"


def test_the_beat_does_the_same(cast):
    upload = store_photo(photo(), by=cast.village_chief, at=days(-20))
    tasks.sweep()
    assert not Upload.objects.filter(pk=upload.pk).exists()


def test_the_journal_tells_how_many_and_how_much(cast, enter):
    size = store_photo(photo(), by=cast.village_chief).size + sheet(cast).size
    sweep(days(40))
    entry = Entry.objects.get(action="files.sweep")
    assert (entry.after, entry.user) == ({"photos": 1, "documents": 0, "workbooks": 1, "files": 0, "size": size}, None)
    assert "附件：清理" in enter(cast.audit_admin).get("/journal/").content.decode()
    sweep(days(41))
    assert Entry.objects.filter(action="files.sweep").count() == 1  # nothing deleted, nothing said


@pytest.mark.parametrize(
    "path",
    [
        f"2026/11/{'ab' * 16}.jpg",
        f"2026/11/{'ab' * 16}.part",
        f"2026/11/{'ab' * 16}.xlsx",
        f"sheets/chiefs-{'a-' * 16}.xlsx",
    ],
)
def test_files_without_a_row_go_when_they_are_old_enough(cast, settings, path):
    stray(path, timedelta(days=1), settings)
    assert sweep().files == 0
    stray(path, timedelta(days=3), settings)
    swept = sweep()
    assert (swept.files, swept.size) == (1, 5)
    assert not (settings.MEDIA_ROOT / path).exists()


@pytest.mark.parametrize(
    "path",
    [
        "notes.jpg",
        f"2026/11/{'ab' * 16}.csv",
        "2026/11/合影.jpg",
        f"backup/2026/11/{'ab' * 16}.jpg",
        "sheets/总表.xlsx",
    ],
)
def test_other_peoples_files_are_left_alone(cast, settings, path):
    stray(path, timedelta(days=900), settings)
    assert sweep().files == 0 and (settings.MEDIA_ROOT / path).exists()


def test_files_with_a_row_stay_however_old(cast, settings):
    upload, table = (
        store_photo(photo(), by=cast.village_chief),
        store.keep("regions", SimpleUploadedFile("区划.csv", GOOD), by=cast.clerk),
    )
    for path in (upload.path, upload.thumb, table.path):
        os.utime(disk.absolute(path), (1, 1))
    assert sweep().files == 0 and read_bytes(upload) and read_bytes(table)


def test_every_key_to_an_upload_protects_it():
    """Deleting relies on it: a cascade would take the row that shows the photo, too."""
    keys = [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Upload
    ]
    assert len(keys) >= 3
    assert [str(key) for key in keys if key.remote_field.on_delete is not PROTECT] == []


def test_a_person_stores_so_many_files_a_day_under_whichever_post(cast, settings):
    settings.UPLOADS_PER_DAY = 3
    store_photo(photo(), by=cast.village_chief)
    person, region = cast.village_chief.user, cast.village_chief.region
    other = Post.objects.create(user=person, role=Role.PATROLLER, region=region, starts_on=SINCE)
    store_photo(photo(colour=(1, 1, 1)), by=other)
    store_sheet(SimpleUploadedFile("a.csv", b"1"), by=other, path="sheets/a.csv")
    for refused in (
        lambda: store_photo(photo(colour=(2, 2, 2)), by=cast.village_chief),
        lambda: store_sheet(SimpleUploadedFile("b.csv", b"1"), by=other, path="sheets/b.csv"),
    ):
        with pytest.raises(ValidationError, match="已达上限（3 个或 500 MB）"):
            refused()
    assert Upload.objects.count() == 3
    store_photo(photo(), by=cast.village_chief)  # the same file again is no new one
    store_photo(photo(colour=(2, 2, 2)), by=cast.clerk)
    store_photo(photo(colour=(2, 2, 2)), by=cast.village_chief, at=days(1.1))


def test_and_so_many_megabytes(cast, settings):
    settings.UPLOAD_MB_PER_DAY = 1
    big = SimpleUploadedFile("a.csv", b"1" * (1 << 20))
    store_sheet(big, by=cast.clerk, path="sheets/a.csv")
    with pytest.raises(ValidationError, match="1 MB"):
        store_photo(photo(), by=cast.clerk)


def test_the_import_page_says_so_at_the_field(cast, enter, settings):
    settings.UPLOADS_PER_DAY = 0
    answer = enter(cast.clerk).post(IMPORT, {"file": SimpleUploadedFile("区划.csv", GOOD)})
    assert answer.status_code == 422 and "已达上限" in answer.content.decode()
