"""The anchor: every seal once more, in a file outside the database that is only ever added to.

Who owns the database can delete all seals, change a row and let the product seal it anew, or cut off the newest rows
with their seals. The file (AUDIT_ANCHOR) holds digest and marks of every seal, so that both show, and the row is named.
Best on another disk or machine, append-only for the file system, too (``chattr +a``). The digest alone also goes to
AUDIT_SYSLOG and AUDIT_WEBHOOK_URL, where those are set. Several machines each have a file: all keep up with the seals.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hezhang.core.audit import elsewhere
from hezhang.core.audit.models import Seal

BLOCK = 1 << 16  # bytes, read from the end of the file
ADOPTED = "锚文件不存在，已重新建立，收录此前的 {} 个封签。首次启用属正常；否则可能有人移走了锚文件，请核对。"
LOOK = "请运行 manage.py audit_verify 查明。"
UNREAD = "锚文件读不出来（{}），请检查磁盘和权限。"
UNWRITTEN = "锚文件写不进去（{}），封签暂时没有外部凭据，请检查磁盘和权限。"


@dataclass(frozen=True)
class Line:
    """A seal as the file holds it; ``number``: how many seals there were, with this one."""

    number: int
    seal: int
    table: str
    first: int
    last: int
    rows: int
    digest: str
    before: str
    marks: str


def path() -> Path:
    return Path(settings.AUDIT_ANCHOR)


def lines() -> Iterator[Line]:
    """Every seal that the file holds, in its order. A line cut short by a crash is passed over: the seal follows once more."""
    try:
        with path().open(encoding="utf8") as file:
            for text in file:
                if line := _read(text):
                    yield line
    except FileNotFoundError:
        return


def _read(text: str) -> Line | None:
    try:
        return Line(**json.loads(text))
    except (ValueError, TypeError):
        return None


def newest() -> Line | None:
    """The last whole line; read from the end, however long the file."""
    try:
        with path().open("rb") as file:
            place, tail = file.seek(0, os.SEEK_END), b""
            while place > 0:
                step = min(BLOCK, place)
                place = file.seek(place - step)
                tail = file.read(step) + tail
                # The first piece may be half a line, unless it begins the file.
                whole = tail.split(b"\n")[0 if place == 0 else 1 :]
                if found := next(filter(None, (_read(each.decode()) for each in reversed(whole) if each)), None):
                    return found
    except FileNotFoundError:
        pass
    return None


def what_is_missing() -> str:
    """Whether the database still holds the head that was anchored last, and as many seals; the fault in words, or "".

    Two small queries, before each sealing; ``verifying.verify`` compares them all.
    """
    try:
        last = newest()
    except OSError as error:
        return UNREAD.format(error.strerror)
    if last is None:
        count = Seal.objects.count()
        return ADOPTED.format(count) if count else ""
    if Seal.objects.filter(pk=last.seal).values_list("digest", flat=True).first() != last.digest:
        return f"第 {last.seal} 号封签与锚文件不符：封签被删除或改动过。{LOOK}"
    count = Seal.objects.filter(pk__lte=last.seal).count()
    return f"封签少了 {last.number - count} 个（锚文件记有 {last.number} 个）。{LOOK}" if count < last.number else ""


def keep_up(*, at: datetime) -> str:
    """Add the seals that the file does not hold yet, and tell the other witnesses; the fault in words, or ""."""
    added = None
    try:
        with _held() as file:
            for added in _missing_lines():
                os.write(file, (json.dumps(asdict(added)) + "\n").encode())
            os.fsync(file)
    except OSError as error:
        return UNWRITTEN.format(error.strerror)
    if added:
        elsewhere.tell(added.number, added.digest, at)
    return ""


def restart(*, at: datetime) -> Path | None:
    """Begin a new file with the seals as they stand, and leave the old one beside it; where that lies now.

    After a backup was restored the database holds less than the old file says. It is a decision, and journalled by who calls.
    """
    kept = None
    if path().exists():
        kept = path().with_name(f"{path().name}.until-{at:%Y%m%d%H%M%S}")
        path().rename(kept)
    keep_up(at=at)
    return kept


@contextmanager
def _held() -> Iterator[int]:
    """The file, opened for adding only, and alone."""
    path().parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not _ends_whole():
            os.write(file, b"\n")
        yield file
    finally:
        os.close(file)


def _ends_whole() -> bool:
    """Whether no half line stands at the end, left by a full disk or a crash."""
    with path().open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - 1))
        return file.read() in (b"", b"\n")


def _missing_lines() -> Iterator[Line]:
    last = newest()
    held = last.seal if last else 0
    earlier = Seal.objects.filter(pk__lte=held).order_by("id")
    number, head = earlier.count(), earlier.last()
    before = head.digest if head else ""
    for each in Seal.objects.filter(pk__gt=held).order_by("id").iterator(chunk_size=20):
        number += 1
        yield Line(number, each.pk, each.table, each.first, each.last, each.rows, each.digest, before, each.marks)
        before = each.digest
