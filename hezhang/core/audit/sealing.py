"""Seals over the journal: whoever changes a row as the database's owner cannot make the seal fit again.

A seal covers a run of rows. It holds one mark per row (so that a broken row can be named) and a digest over all marks
and the digest of the seal before it (so that no seal can be taken out or replaced). Both are HMAC-SHA256 under a key
derived from SECRET_KEY, which does not lie in the database. What seals cannot show is the loss of the newest rows
together with their seals: keep the last digest that ``audit_verify`` prints somewhere else.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from hezhang.core.audit.models import Entry, Seal

RUN = 5_000  # rows per seal
PATIENCE = "3s"  # how long sealing waits for writers before it leaves the work to the next round
MARK_LENGTH = 24  # hexadecimal digits: 96 bits
FIELDS = [
    *("id", "at", "user_id", "post_id", "action", "object_type", "object_id", "label", "region_id"),
    *("before", "after", "ip", "request_id"),
]


@dataclass(frozen=True)
class Verified:
    """What verification found; ``broken`` is "" when everything fits."""

    rows: int
    upto: int
    unsealed: int
    digest: str
    broken: str = ""


def seal(*, upto: int | None = None) -> int:
    """Seal every row that can no more be overtaken by an earlier one; how many. Safe to run twice at once."""
    upto = horizon() if upto is None else upto
    sealed = 0
    with transaction.atomic():
        _lock(Seal, "SHARE ROW EXCLUSIVE")
        while True:
            before = Seal.objects.order_by("last").last()
            rows = list(_rows(before.last if before else 0, upto)[:RUN])
            if not rows:
                return sealed
            _put(before.digest if before else "", rows)
            sealed += len(rows)


def horizon() -> int:
    """The newest id below which no row can still appear.

    Ids are given out before rows are committed: a row with a smaller id may become visible later. On PostgreSQL the
    lock waits for all who are just writing; on SQLite there is but one writer, and this transaction is it.
    """
    with transaction.atomic():
        _lock(Entry, "SHARE")
        return Entry.objects.aggregate(last=Max("id"))["last"] or 0


def verify() -> Verified:
    """Compare every sealed row with its seal; stops at the first that does not fit."""
    digest, upto, rows = "", 0, 0
    for each in Seal.objects.order_by("last").iterator(chunk_size=20):
        broken = _broken(each, digest, upto)
        if broken:
            return Verified(rows, upto, 0, digest, broken)
        digest, upto, rows = each.digest, each.last, rows + each.rows
    return Verified(rows, upto, Entry.objects.filter(id__gt=upto).count(), digest)


def _put(before: str, rows: list[dict]) -> Seal:
    key = _keys()[0]
    marks = "\n".join(f"{row['id']}:{_mark(key, row)}" for row in rows)
    digest = _digest(key, before, marks)
    return Seal.objects.create(first=rows[0]["id"], last=rows[-1]["id"], rows=len(rows), marks=marks, digest=digest)


def _broken(found: Seal, before: str, upto: int) -> str:
    """What is wrong with this seal or with the first bad row under it; "" when all fits."""
    # The key tells by the digest: SECRET_KEY may have been changed since (SECRET_KEY_FALLBACKS).
    key = next((each for each in _keys() if _digest(each, before, found.marks) == found.digest), None)
    if key is None:
        return f"第 {found.first}–{found.last} 号的封签被改动，或其前的封签缺失"
    wanted = dict(line.split(":") for line in found.marks.split("\n"))
    seen = 0
    for row in _rows(upto, found.last).iterator(chunk_size=1000):
        mark = wanted.get(str(row["id"]))
        if mark is None:
            return f"第 {row['id']} 号日志是封签之后插入的"
        if mark != _mark(key, row):
            return f"第 {row['id']} 号日志的内容被改动"
        seen += 1
    return "" if seen == len(wanted) else f"第 {_first_missing(wanted, upto, found.last)} 号日志被删除"


def _first_missing(wanted: Iterable[str], upto: int, last: int) -> int:
    there = set(_ids(upto, last))
    return min(int(number) for number in wanted if int(number) not in there)


def _ids(after: int, last: int) -> Iterator[int]:
    yield from Entry.objects.filter(id__gt=after, id__lte=last).order_by("id").values_list("id", flat=True)


def _rows(after: int, last: int):  # type: ignore[no-untyped-def]
    return Entry.objects.filter(id__gt=after, id__lte=last).order_by("id").values(*FIELDS)


def _mark(key: bytes, row: dict) -> str:
    """HMAC over the row's values in one fixed notation."""
    values = {**row, "at": row["at"].astimezone(UTC).isoformat()}
    text = json.dumps([values[name] for name in FIELDS], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _digest(key: bytes, before: str, marks: str) -> str:
    return hmac.new(key, f"{before}\n{marks}".encode(), hashlib.sha256).hexdigest()


def _keys() -> list[bytes]:
    """The sealing key, then those of former SECRET_KEYs, under which old seals were made."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(b"hezhang.audit.seal:" + each.encode()).digest() for each in secrets]


def _lock(model: type, mode: str) -> None:
    """Hold back other writers of the table until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN {mode} MODE')
