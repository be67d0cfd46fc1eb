"""The uploaded table between dry run and confirmation: a file outside the web root and its Upload row."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.services import store_sheet

ENDINGS = (".xlsx", ".csv")
KEPT_FOR = timedelta(hours=24)  # a dry run that nobody confirmed within a day is to be uploaded again


def keep(
    key: str, file: UploadedFile, *, by: Post, endings: Sequence[str] = ENDINGS, at: datetime | None = None
) -> Upload:
    """Store the bytes under a random name. Raises ValidationError for other endings, too large files, a full disk."""
    ending = Path(file.name or "").suffix.lower()
    if ending not in endings:
        raise ValidationError("请上传 .xlsx 或 .csv 文件；旧版 .xls 请先另存为 .xlsx。")
    return store_sheet(file, by=by, path=f"sheets/{key}-{secrets.token_urlsafe(24)}{ending}", at=at)


def token_of(upload: Upload) -> str:
    """What the page's address calls the upload."""
    return Path(upload.path).name


def find(post: Post, key: str, token: str) -> Upload | None:
    """The person's own upload of this import, if it was made within the last day."""
    # Never by the token alone: an address that was passed on opens nothing for another person.
    fresh = Upload.objects.visible_to(post).filter(kind=UploadKind.SHEET, uploaded_at__gt=timezone.now() - KEPT_FOR)
    return fresh.filter(path=f"sheets/{token}").first() if token.startswith(f"{key}-") else None
