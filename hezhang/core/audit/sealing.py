"""Seals over the journal and the logs of transitions: whoever changes a row as the database's owner cannot make them fit again.

A seal covers a run of rows of one table; all seals are one chain, so that none can be taken out or replaced. That they
were not all made anew, and none cut off at the end, the anchor shows, which lies outside the database (``anchor``).
"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from hezhang.core.audit import anchor, marks
from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.signals import alarm

RUN = 5_000  # rows per seal
PATIENCE = (
    "1s"  # how long sealing waits for writers of a table, and holds up others, before it leaves it to the next round
)


def seal() -> int:
    """Seal every row that can no more be overtaken by an earlier one, then anchor the seals; how many rows.

    Safe to run twice at once. A table that long writers hold is left to the next round: DatabaseError, after the others.
    """
    alarm(anchor.what_is_missing())
    sealed, busy = 0, None
    for model in marks.sealed_models():
        try:
            sealed += seal_table(model)
        except DatabaseError as error:
            busy = error
    alarm(anchor.keep_up(at=timezone.now()))
    if busy is not None:
        raise busy
    return sealed


def seal_table(model: type[models.Model], upto: int | None = None) -> int:
    """Seal the rows of one table; how many."""
    upto = horizon(model) if upto is None else upto
    sealed = 0
    with transaction.atomic():
        _lock(Seal)
        while rows := list(marks.rows_between(model, sealed_upto(model), upto)[:RUN]):
            _put(model, rows)
            sealed += len(rows)
    return sealed


def sealed_upto(model: type[models.Model]) -> int:
    """The newest sealed number of the table; 0 when none is sealed."""
    return Seal.objects.of_table(model).aggregate(last=Max("last"))["last"] or 0


def horizon(model: type[models.Model] = Entry) -> int:
    """The newest id below which no row can still appear.

    Ids are given out before rows are committed: a row with a smaller id may become visible later. On PostgreSQL the
    lock waits for all who are just writing; on SQLite there is but one writer, and this transaction is it.
    """
    with transaction.atomic():
        _lock(model)
        return model._base_manager.aggregate(last=Max("pk"))["last"] or 0


def _put(model: type[models.Model], rows: list[dict[str, Any]]) -> Seal:
    before, key, table = Seal.objects.order_by("id").last(), marks.keys()[0], model._meta.db_table
    text = "\n".join(f"{row['id']}:{marks.mark(key, row)}" for row in rows)
    digest = marks.digest(key, before.digest if before else "", table, text)
    first, last = rows[0]["id"], rows[-1]["id"]
    return Seal.objects.create(table=table, first=first, last=last, rows=len(rows), marks=text, digest=digest)


def _lock(model: type[models.Model]) -> None:
    """Hold back other writers of the table until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            # A function of the owner's: who may only add rows may not lock the table (see roles).
            cursor.execute("SELECT hold_append_only(%s)", [model._meta.db_table])
