"""The uploaded workbook between dry run and confirmation: a file outside the web root and its Upload row."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.kernel.words import clean

ENDINGS = (".xlsx", ".csv")
KEPT_FOR = timedelta(hours=24)  # a dry run that nobody confirmed within a day is to be uploaded again


def keep(post: Post, key: str, file: UploadedFile, *, at: datetime | None = None) -> Upload:
    """Store the bytes under a random name. Raises ValidationError for other endings and for too large files."""
    ending = Path(file.name or "").suffix.lower()
    if ending not in ENDINGS:
        raise ValidationError("请上传 .xlsx 或 .csv 文件；旧版 .xls 请先另存为 .xlsx。")
    if (file.size or 0) > settings.SHEET_MAX_BYTES:
        raise ValidationError(f"文件不得超过 {settings.SHEET_MAX_BYTES // 1024 // 1024} MB，请拆分后再导入。")
    content = file.read()
    path = f"sheets/{key}-{secrets.token_urlsafe(24)}{ending}"
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return Upload.objects.create(
        kind=UploadKind.SHEET,
        name=clean(Path(file.name or "").name)[:200],
        path=path,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        post=post,
        uploaded_at=at or timezone.now(),
    )


def file_of(upload: Upload) -> Path:
    """Where the bytes are."""
    return Path(settings.MEDIA_ROOT) / upload.path


def token_of(upload: Upload) -> str:
    """What the page's address calls the upload."""
    return Path(upload.path).name


def find(post: Post, key: str, token: str) -> Upload | None:
    """The person's own upload of this import, if it was made within the last day."""
    fresh = Upload.objects.visible_to(post).filter(kind=UploadKind.SHEET, uploaded_at__gt=timezone.now() - KEPT_FOR)
    return fresh.filter(path=f"sheets/{token}").first() if token.startswith(f"{key}-") else None
