"""Every sealed row against its seal, and every seal against the anchor; the first that does not fit is named."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.db import models

from hezhang.core.audit import anchor, marks
from hezhang.core.audit.anchor import Line
from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import sealed_upto

NO_MORE = (sys.maxsize, "")  # behind the last sealed row of a run


@dataclass(frozen=True)
class Verified:
    """What verification found; ``broken`` is "" when everything fits.

    ``rows``: how many of all tables; ``upto``: the newest sealed number of the journal; ``anchored``: seals that the
    anchor holds.
    """

    rows: int
    upto: int
    unsealed: int
    digest: str
    broken: str = ""
    anchored: int = 0


def verify() -> Verified:
    """Stops at the first row or seal that does not fit."""
    # The anchor first: where seals were made anew, the database alone looks whole.
    try:
        anchored, broken = _against_anchor()
    except OSError as error:
        anchored, broken = 0, anchor.UNREAD.format(error.strerror)
    if broken:
        return Verified(0, 0, 0, "", broken, anchored)
    digest, rows, upto = "", 0, {}
    for each in Seal.objects.order_by("id").iterator(chunk_size=20):
        broken = _broken(each, digest, upto.get(each.table, 0))
        if broken:
            return Verified(rows, upto.get(Entry._meta.db_table, 0), 0, digest, broken, anchored)
        digest, rows, upto[each.table] = each.digest, rows + each.rows, each.last
    return Verified(rows, upto.get(Entry._meta.db_table, 0), _unsealed(), digest, "", anchored)


def _unsealed() -> int:
    return sum(model._base_manager.filter(pk__gt=sealed_upto(model)).count() for model in marks.sealed_models())


def _against_anchor() -> tuple[int, str]:
    """How many seals the anchor holds, and what of the first one that the database has not, or has otherwise."""
    stored = dict(Seal.objects.order_by("id").values_list("id", "digest"))
    count, upto = 0, {}
    for line in anchor.lines():
        key = marks.key_of(line.digest, line.before, line.table, line.marks)
        if key is None:
            return count, f"锚文件第 {count + 1} 行被改动，或 SECRET_KEY 已更换（旧的请留在 SECRET_KEY_FALLBACKS）"
        if stored.get(line.seal) != line.digest:
            rows = _first_broken(line, key, upto.get(line.table, 0))
            return count, rows or f"{_name(line.table)}第 {line.first}–{line.last} 号的封签被删除或改动，锚文件里还有"
        count, upto[line.table] = count + 1, line.last
    return count, ""


def _broken(found: Seal, before: str, upto: int) -> str:
    """What is wrong with this seal or with the first bad row under it; "" when all fits."""
    # The key tells by the digest: SECRET_KEY may have been changed since (SECRET_KEY_FALLBACKS).
    key = marks.key_of(found.digest, before, found.table, found.marks)
    if key is None:
        return f"{_name(found.table)}第 {found.first}–{found.last} 号的封签被改动，或其前的封签缺失"
    return _first_broken(found, key, upto)


def _first_broken(run: Seal | Line, key: bytes, upto: int) -> str:
    """The first row of the run, which begins after ``upto``, that is not as it was sealed, in words; "" when all are."""
    model, name = marks.model_of(run.table), _name(run.table)
    if model is None:
        return f"表 {run.table} 已不在本系统中"
    wanted = marks.lines_of(run.marks)
    number, mark = next(wanted)
    for row in marks.rows_between(model, upto, run.last).iterator(chunk_size=1000):
        if row["id"] < number:
            return f"第 {row['id']} 号{name}是封签之后插入的"
        if row["id"] > number:
            break
        if marks.mark(key, row) != mark:
            return f"第 {number} 号{name}的内容被改动"
        number, mark = next(wanted, NO_MORE)
    return f"第 {number} 号{name}被删除" if number != NO_MORE[0] else ""


def _name(table: str) -> str:
    """日志, 问题流转 …: what a row of the table is called."""
    model: type[models.Model] | None = marks.model_of(table)
    return "日志" if model is Entry else str(model._meta.verbose_name if model else table)
