"""The file of what a phone has not sent: read with distrust, shown row by row, and taken in as that person's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.accounts.models import Post
from hezhang.core.audit.services import record
from hezhang.core.files.models import Upload
from hezhang.core.files.services import store_photo
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import clean, shortened
from hezhang.core.parcels import rules, services
from hezhang.core.parcels.choices import Decision
from hezhang.core.parcels.kinds import KINDS
from hezhang.core.parcels.models import Held
from hezhang.core.parcels.services import Came, Content

if TYPE_CHECKING:
    from datetime import datetime

FORMAT, VERSION = "hezhang-parcels", 1
MOST_PARCELS, MOST_FIELDS, MOST_SIGNS = 200, 400, 20_000
NO_FILE = "这不是手机“另存为文件”得到的未上传记录，或文件不完整。请让本人在手机上重新另存一份。"
NAMES = {"id", "kind", "url", "title", "fields", "at", "photos", "part"}


@dataclass(frozen=True)
class PhotoIn:
    """A photo of the file: ``slot`` is the form's field that names it; ``data`` its bytes, which fit their sha256."""

    name: str
    slot: str
    data: bytes


@dataclass(frozen=True)
class Filed:
    """One parcel of the file; ``part``: some of its photos, (which, of how many), the rest lies in other files."""

    client_id: UUID
    kind: str
    url: str
    fields: dict[str, list[str]]
    seconds: int | None
    photos: list[PhotoIn] = field(default_factory=list)
    part: tuple[int, int] | None = None


@dataclass(frozen=True)
class Book:
    """The file: whose it is, and what is in it."""

    user_id: int
    name: str
    parcels: list[Filed]


@dataclass
class Line:
    """A row of the page: what it is, and what becomes of it. ``state``: new, known, refused, done."""

    filed: Filed
    about: str
    state: str
    words: str
    url: str = ""


# ── Reading ──
def read_book(data: bytes) -> Book:
    """Raises Refusal with a sentence for whatever is not sound; nothing has been stored by then."""
    told = _object(_loaded(data))
    if told.get("format") != FORMAT or told.get("version") != VERSION:
        raise Refusal(NO_FILE)
    user, rows = told.get("user"), told.get("parcels")
    if not isinstance(user, int) or isinstance(user, bool) or not isinstance(rows, list):
        raise Refusal(NO_FILE)
    if len(rows) > MOST_PARCELS:
        raise Refusal(f"一个文件最多 {MOST_PARCELS} 条记录，这份有 {len(rows)} 条。")
    parcels = [_parcel(number, row) for number, row in enumerate(rows, start=1)]
    if len({each.client_id for each in parcels}) != len(parcels):
        raise Refusal("文件中有两条记录的编号相同。请让本人在手机上重新另存一份。")
    return Book(user, shortened(clean(str(told.get("name", ""))), 40), parcels)


def _loaded(data: bytes) -> Any:
    if len(data) > settings.SHEET_MAX_BYTES:
        raise Refusal(f"文件超过 {settings.SHEET_MAX_BYTES // 1024 // 1024} MB，请在手机上分几次另存。")
    try:
        return json.loads(data.decode("utf8"))
    except (ValueError, RecursionError):
        raise Refusal(NO_FILE) from None


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(NO_FILE)
    return value


def _parcel(number: int, row: Any) -> Filed:
    told = _object(row)
    try:
        if set(told) - NAMES:
            raise ValueError("unknown name")
        client_id, kind, url, seconds = UUID(str(told["id"])), told["kind"], told["url"], told.get("at")
        if kind not in KINDS or not isinstance(url, str) or len(url) > 200 or not url.startswith("/"):
            raise ValueError("unknown kind or address")
        if seconds is not None and (not isinstance(seconds, int) or not 0 <= seconds < 2**40):
            raise ValueError("no time")
        photos = [_photo(number, each) for each in _list(told.get("photos", []), rules.MOST_PHOTOS)]
        return Filed(client_id, kind, url, _fields(told["fields"]), seconds, photos, _part(told.get("part")))
    except (KeyError, TypeError, ValueError):
        raise Refusal(f"第 {number} 条记录不完整或不是本系统的内容，没有导入任何内容。{NO_FILE}") from None


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("no list, or too long")
    return value


def _part(value: Any) -> tuple[int, int] | None:
    """(which, of how many). ValueError for what is no part."""
    if value is None:
        return None
    which, of = (each if type(each) is int else 0 for each in _list(value, 2))
    if not 1 <= which <= of <= rules.MOST_PHOTOS:
        raise ValueError("no part")
    return which, of


def _fields(value: Any) -> dict[str, list[str]]:
    """As a form sends them. ValueError for what no form sends."""
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise ValueError("no fields")
    for name, values in value.items():
        each = _list(values, MOST_FIELDS)
        if len(name) > 100 or not all(
            isinstance(text, str) and len(text) <= MOST_SIGNS and "\0" not in text for text in each
        ):
            raise ValueError("no text")
        json.dumps(values, ensure_ascii=False).encode("utf8")  # half a surrogate pair is no text
    return value


def _photo(number: int, value: Any) -> PhotoIn:
    told = _object(value)
    text, told_sum = told["jpeg"], told.get("sha256", "")
    if not isinstance(text, str) or len(text) > settings.PHOTO_MAX_BYTES * 4 // 3 + 4:
        raise ValueError("no photo, or too large")
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if told_sum and hashlib.sha256(data).hexdigest() != told_sum:
        raise Refusal(
            f"第 {number} 条记录的照片与校验不符，文件可能损坏或被改动过，没有导入任何内容。请让本人在手机上重新另存一份。"
        )
    return PhotoIn(shortened(clean(str(told.get("name", ""))), 100), str(told.get("slot", "") or "kept"), data)


# ── Looking, and taking in ──
def person_of(book: Book, by: Post) -> list[Post]:
    """The person's posts in the region of the office, the current ones first. Raises Refusal for a stranger."""
    posts = list(Post.objects.visible_to(by).filter(user_id=book.user_id).with_names().order_by("-starts_on", "id"))
    if not posts:
        raise Refusal("这份文件不是本区域人员的，请交给他所在地的河长办导入。")
    return sorted(posts, key=lambda post: not post.is_current())


def look(book: Book, by: Post) -> list[Line]:
    """What is in the file, row by row, and what would become of it; nothing is stored."""
    posts = person_of(book, by)
    known, _ = services.receipts(book.user_id, [each.client_id for each in book.parcels])
    return [_looked(filed, posts, by, known) for filed in book.parcels]


def _looked(filed: Filed, posts: list[Post], by: Post, known: dict[str, dict[str, Any]]) -> Line:
    # What is known may lack the photos of this part; those that it has are not doubled.
    if (receipt := known.get(str(filed.client_id))) is not None and filed.part is None:
        return Line(filed, receipt["title"], "known", "已经收到，不再导入", receipt["url"])
    kind = KINDS[filed.kind]
    if kind.look is None:
        return Line(filed, kind.label, "refused", "这类记录不能从文件导入。")
    try:
        _, content = kind.look(filed, posts, by)
    except Refusal as refusal:
        return Line(filed, kind.label, "refused", str(refusal))
    part = f"（照片第 {filed.part[0]} 部分，共 {filed.part[1]} 部分）" if filed.part else ""
    return Line(filed, f"{content.act}：{content.about}{part}", "new", kind.file_words)


def bring_in(book: Book, by: Post, at: datetime, sheet_sum: str) -> list[Line]:
    """Each of the new ones in a transaction of its own: what one refuses keeps no other back."""
    posts, lines = person_of(book, by), look(book, by)
    for line in lines:
        if line.state == "new":
            _bring_one(line, posts, by, at, sheet_sum)
    return lines


def _bring_one(line: Line, posts: list[Post], by: Post, at: datetime, sheet_sum: str) -> None:
    try:
        with transaction.atomic():
            held = _kept(line.filed, posts, by)
            record("parcel.bring_in", held, post=by, after={"file": sheet_sum, "photos": held.photos.count()}, at=at)
            if KINDS[line.filed.kind].file_takes and held.decision == Decision.WAITING:
                held = services.take_held(held, by=by, at=at)
    except (Refusal, ValidationError) as wrong:
        words = wrong.messages if isinstance(wrong, ValidationError) else [str(wrong)]
        line.state, line.words = "refused", "".join(words)
    else:
        line.state, line.words, line.url = "done", "已导入", held.get_absolute_url()


def _kept(filed: Filed, posts: list[Post], by: Post) -> Held:
    """What the file holds of one, photos stored as the person's; in the form's own fields by their numbers."""
    look = KINDS[filed.kind].look
    if look is None:
        raise Refusal("这类记录不能从文件导入。")
    post, _ = look(filed, posts, by)
    uploads = list(_stored(filed, post))
    slots: dict[str, list[str]] = {}
    for photo, upload in zip(filed.photos, uploads, strict=True):
        slots.setdefault(photo.slot, []).append(str(upload.pk))
    fields = filed.fields | {slot: [",".join(numbers)] for slot, numbers in slots.items()}
    _, content = look(Filed(filed.client_id, filed.kind, filed.url, fields, filed.seconds), posts, by)
    content = Content(
        content.about, content.act, content.why, fields, content.words, uploads, content.obj, is_from_file=True
    )
    taken = services.hold(Came(filed.client_id, filed.kind, filed.seconds), content, by=post, entered_by=by)
    if taken.held is None:
        raise Refusal("这一条刚才已经收到。")
    return taken.held


def _stored(filed: Filed, post: Post) -> Iterator[Upload]:
    for photo in filed.photos:
        file = io.BytesIO(photo.data)
        file.name = photo.name or "照片.jpg"
        yield store_photo(file, by=post)
