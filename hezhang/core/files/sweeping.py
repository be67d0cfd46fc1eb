"""What nobody needs any more is deleted at night: photos that no row shows, workbooks after their time, files without a row.

Workbooks hold names and phone numbers: they are kept as long as somebody may ask what was imported, not longer
(个人信息保护法 第十九条). The journal keeps their names and check sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import record
from hezhang.core.files import disk
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.services import STAGED_FOR, delete_upload

UNSHOWN_FOR = STAGED_FOR + timedelta(days=1)  # a form that is still open may name what was staged a week ago
UNUSED_FOR = timedelta(days=2)  # a dry run that nobody confirmed is forgotten after one
FILE_AGE = timedelta(days=2)  # a file stands before its row does
MOST_A_NIGHT = 20_000
# Names that services give, and halves of them. Results of background jobs lie beside them and are not ours.
OURS = re.compile(r"\d{4}/\d{2}/[0-9a-f]{32}\.(jpg|pdf|docx|xlsx|part)|sheets/[a-z_]+-[\w-]{32}\.(xlsx|csv|part)")
MONTH = re.compile(r"\d{4}/\d{2}|sheets")


@dataclass
class Swept:
    """How much was deleted; ``size`` in bytes."""

    photos: int = 0
    documents: int = 0
    workbooks: int = 0
    files: int = 0
    size: int = 0


def sweep(at: datetime | None = None) -> Swept:
    """Delete what is over and write one line in the journal, if there was anything."""
    at = at or timezone.now()
    swept = Swept()
    for upload in _over(at):
        if delete_upload(upload):
            swept.photos += upload.kind == UploadKind.PHOTO
            swept.workbooks += upload.kind == UploadKind.SHEET
            swept.documents += upload.kind == UploadKind.DOCUMENT
            swept.size += upload.size
    for path, size in _strays(at - FILE_AGE):
        disk.remove(path)
        swept.files += 1
        swept.size += size
    if swept.photos or swept.workbooks or swept.documents or swept.files:
        documents = f"资料 {swept.documents} 份、" if swept.documents else ""
        words = f"照片 {swept.photos} 张、表格 {swept.workbooks} 份、{documents}无主文件 {swept.files} 个"
        record("files.sweep", label=words, after=asdict(swept), at=at)
    return swept


def _over(at: datetime) -> list[Upload]:
    """Photos and documents that nothing shows, workbooks whose retention has ended, workbooks that were never imported."""
    photos = unshown().filter(kind__in=[UploadKind.PHOTO, UploadKind.DOCUMENT], uploaded_at__lt=at - UNSHOWN_FOR)
    sheets = unshown().filter(kind=UploadKind.SHEET)
    kept = timedelta(days=settings.WORKBOOKS_KEPT_DAYS)
    unused = list(sheets.filter(uploaded_at__lt=at - UNUSED_FOR, uploaded_at__gte=at - kept)[:MOST_A_NIGHT])
    imported = _imported(unused)
    return [
        *photos[:MOST_A_NIGHT],
        *sheets.filter(uploaded_at__lt=at - kept)[:MOST_A_NIGHT],
        *(one for one in unused if str(one.pk) not in imported),
    ]


def unshown() -> models.QuerySet[Upload]:
    """Uploads that no row of any table points to: whoever will point to them is asked as well."""
    found = Upload.objects.all()
    for relation in Upload._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")})
            found = found.exclude(models.Exists(rows))
    return found


def _imported(uploads: list[Upload]) -> set[str]:
    """Which of them the journal knows as imported."""
    rows = Entry.objects.filter(object_type=Upload._meta.label_lower, action__startswith="import.")
    return set(rows.filter(object_id__in=[str(one.pk) for one in uploads]).values_list("object_id", flat=True))


def _strays(before: datetime) -> Iterator[tuple[str, int]]:
    """Files of ours that no row names, older than ``before``: path and size."""
    for folder, paths in disk.folders(MONTH):
        if not (old := [one for one in paths if OURS.fullmatch(one) and disk.is_older(one, before)]):
            continue
        # A photo and its thumbnail are stored in one month: one folder's rows are all that can name its files.
        rows = Upload.objects.filter(path__startswith=f"{folder}/").values_list("path", "thumb")
        named = {path for row in rows.iterator() for path in row}
        yield from ((one, disk.absolute(one).stat().st_size) for one in old if one not in named)
