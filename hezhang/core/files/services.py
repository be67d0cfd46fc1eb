"""Storing uploads: the bytes are safe on disk before the row that points to them exists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, ProtectedError, Sum
from django.utils import timezone

from hezhang.core.files import disk
from hezhang.core.files.documents import suffix_of
from hezhang.core.files.looks import LOOK_FIELDS
from hezhang.core.files.models import Staged, Upload, UploadKind
from hezhang.core.files.pictures import make_picture
from hezhang.core.files.signals import photo_staged
from hezhang.core.kernel.words import clean

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NO_SPACE = "文件没有保存成功，服务器存储空间可能不足。已填写的内容请勿关闭，稍后重试；仍不成功请联系管理员。"

ENOUGH = "您一天内上传的文件已达上限（{} 个或 {} MB），请明天再传；确有需要请联系管理员。"
STAGED_FOR = timedelta(days=7)  # the phone sends a photo anew when it is older than six
MOST_A_DAY = 500  # a walk may carry 270
CLEARED_AT_ONCE = 500


def store_photo(file: IO[bytes], *, by: Post | None, at: datetime | None = None) -> Upload:
    """Re-encode and keep a photo; ``post`` is None for a citizen's. ValidationError (Chinese) when it cannot be taken.

    ``sha256`` is of the bytes as received: the same post sending the same file again gets the same upload.
    """
    data = _read(file, settings.PHOTO_MAX_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    if known := _known(by, digest, UploadKind.PHOTO):
        return known
    at = at or timezone.now()
    _demand_room(by, at)
    picture = make_picture(data)
    upload = Upload(
        kind=UploadKind.PHOTO, name=_name(file, "照片.jpg"), path=disk.new_path(at, ".jpg"),
        thumb=disk.new_path(at, ".jpg"), size=len(picture.photo), sha256=digest, width=picture.width,
        height=picture.height, taken_at=picture.seen.taken_at, lat=picture.seen.lat, lng=picture.seen.lng,
        post=by, uploaded_at=at, **dict(zip(LOOK_FIELDS, picture.look, strict=False)),
    )  # fmt: skip
    return _keep(upload, {upload.path: picture.photo, upload.thumb: picture.thumb})


def stage_photo(file: IO[bytes], *, by: Post, client_id: UUID, at: datetime | None = None) -> Upload:
    """Keep a photo whose form is still being filled in, for a week; the same ``client_id`` is the same photo.

    ValidationError (Chinese) when it is no sound photo, or when this post has sent too many today.
    """
    at = at or timezone.now()
    known = Staged.objects.filter(post=by, client_id=client_id).select_related("upload").first()
    if known:
        return known.upload
    if Staged.objects.filter(post=by).since(at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise ValidationError(f"一天内上传的照片超过 {MOST_A_DAY} 张，请明天再传，或联系管理员。")
    upload = store_photo(file, by=by, at=at)
    staged, _ = Staged.objects.get_or_create(post=by, client_id=client_id, defaults={"upload": upload, "staged_at": at})
    if staged.upload_id != upload.pk:  # the same twice at once: the other was faster
        delete_upload(upload)
    photo_staged.send(sender=Staged, upload=staged.upload, post=by)
    return staged.upload


def stage_photos(files: Iterable[Any], *, by: Post, at: datetime | None = None) -> tuple[list[Upload], list[str]]:
    """The good ones, and why each of the others was not taken, by its name: one bad photo costs only itself."""
    stored, words = [], []
    for file in files:
        try:
            stored.append(stage_photo(file, by=by, client_id=uuid4(), at=at))
        except ValidationError as error:
            words += [f"“{_name(file, '照片')}”没有收下：{word}" for word in error.messages]
    return stored, words


def clear_staged(at: datetime | None = None) -> int:
    """Forget what was staged a week ago, and delete those photos that no form has taken; how many were deleted."""
    over = Staged.objects.before((at or timezone.now()) - STAGED_FOR).select_related("upload")[:CLEARED_AT_ONCE]
    deleted = 0
    for staged in over:
        staged.delete()
        deleted += delete_upload(staged.upload)
    return deleted


def delete_upload(upload: Upload) -> bool:
    """Row and files; False when a row shows the photo: every key to an upload protects it."""
    try:
        with transaction.atomic():
            upload.delete()
    except (ProtectedError, IntegrityError):
        return False
    disk.remove(upload.path, *filter(None, [upload.thumb]))
    return True


def store_sheet(file: IO[bytes], *, by: Post, path: str, at: datetime | None = None) -> Upload:
    """Keep a table between its dry run and its import, byte by byte, at ``path`` below MEDIA_ROOT.

    ValidationError (Chinese) when it is too large or the disk does not take it.
    """
    data = _read(file, settings.SHEET_MAX_BYTES)
    if len(data) > settings.SHEET_MAX_BYTES:
        raise ValidationError(f"文件超过 {settings.SHEET_MAX_BYTES // 1024 // 1024} MB，请分几次导入。")
    at = at or timezone.now()
    _demand_room(by, at)
    upload = Upload(
        kind=UploadKind.SHEET, name=_name(file, "表格.xlsx"), path=path, size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), post=by, uploaded_at=at,
    )  # fmt: skip
    return _keep(upload, {upload.path: data})


def store_document(file: IO[bytes], *, by: Post | None, at: datetime | None = None) -> Upload:
    """Keep a PDF, Word or Excel file as it is. ValidationError (Chinese) when it is none, too large, or has macros.

    The same post sending the same file again gets the same upload.
    """
    data = _read(file, settings.SHEET_MAX_BYTES)
    if len(data) > settings.SHEET_MAX_BYTES:
        raise ValidationError(f"文件超过 {settings.SHEET_MAX_BYTES // 1024 // 1024} MB，请压缩或拆分后上传。")
    suffix, digest = suffix_of(data), hashlib.sha256(data).hexdigest()
    if known := _known(by, digest, UploadKind.DOCUMENT):
        return known
    at = at or timezone.now()
    _demand_room(by, at)
    upload = Upload(
        kind=UploadKind.DOCUMENT, name=_name(file, f"资料{suffix}"), path=disk.new_path(at, suffix), size=len(data),
        sha256=digest, post=by, uploaded_at=at,
    )  # fmt: skip
    return _keep(upload, {upload.path: data})


def _demand_room(post: Post | None, at: datetime) -> None:
    """ValidationError when this person has stored enough within a day, under whichever post, used or not."""
    if post is None:
        return
    mine = Upload.objects.filter(post__user_id=post.user_id, uploaded_at__gt=at - timedelta(days=1))
    told = mine.aggregate(files=Count("pk"), size=Sum("size"))
    if told["files"] >= settings.UPLOADS_PER_DAY or (told["size"] or 0) >= settings.UPLOAD_MB_PER_DAY * 1024 * 1024:
        raise ValidationError(ENOUGH.format(settings.UPLOADS_PER_DAY, settings.UPLOAD_MB_PER_DAY))


def read_bytes(upload: Upload) -> bytes:
    """The stored bytes; FileNotFoundError when they are gone."""
    return disk.absolute(upload.path).read_bytes()


def _read(file: IO[bytes], limit: int) -> bytes:
    """At most one byte more than allowed, so that a huge file costs nothing."""
    file.seek(0)
    return file.read(limit + 1)


def _known(post: Post | None, digest: str, kind: UploadKind) -> Upload | None:
    if post is None:
        return None
    found = Upload.objects.filter(post=post, sha256=digest, kind=kind).order_by("id").first()
    # A file that was lost is stored anew instead of being pointed at.
    return found if found and disk.absolute(found.path).exists() else None


def _name(file: IO[bytes], fallback: str) -> str:
    """The name the sender gave, for display only; it never becomes a path."""
    name = clean(str(getattr(file, "name", "") or "")).replace("\n", "").replace("\\", "/").rsplit("/", 1)[-1]
    return name[-200:] or fallback


def _keep(upload: Upload, parts: dict[str, bytes]) -> Upload:
    """Files first, then the row; whatever fails, no row points to a missing file and no half file stays."""
    try:
        for path, data in parts.items():
            disk.save(path, data)
        upload.save(force_insert=True)
    except OSError as error:
        disk.remove(*parts)
        raise ValidationError(NO_SPACE) from error
    # Whatever else: no file stays without its row.
    except BaseException:
        disk.remove(*parts)
        raise
    return upload
