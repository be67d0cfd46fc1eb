"""Writing the index: in the transaction of the row where that is quick, by a debt that a job pays where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model, QuerySet

from hezhang.core.search import words
from hezhang.core.search.models import Debt, Entry
from hezhang.core.search.sources import Source, every, find

CHUNK = 1000  # rows read and written at a time
AT_ONCE = 300  # entries that a request writes anew when a name changes; more are a debt


class Reading(NamedTuple):
    """What came of reading rows again: entries written, and entries of rows that are gone."""

    written: int
    removed: int


def entry_for(source: Source, row: Any) -> Entry:
    """The entry as the row wants it now."""
    text = words.stored(source.text(row))
    return Entry(kind=source.kind, object_id=row.pk, text=text, words=words.words_of(text, source.mark))


def write(source: Source, rows: Sequence[Model], *, created: bool = False) -> int:
    """Make the entries of these rows what they should be; how many were not. Inside the row's transaction."""
    kept = {} if created else _texts(source, [row.pk for row in rows])
    wanted = [entry_for(source, row) for row in rows]
    changed = [entry for entry in wanted if kept.get(entry.object_id) != entry.text]
    if changed:
        Entry.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=["text", "words"]
        )
    return len(changed)


def _texts(source: Source, keys: Sequence[Any]) -> dict[int, str]:
    return dict(Entry.objects.filter(kind=source.kind, object_id__in=keys).values_list("object_id", "text"))


def refresh(source: Source, keys: Sequence[Any]) -> int:
    """Read these rows again; how many entries were written."""
    return sum(write(source, list(source.all_rows().filter(pk__in=some))) for some in _chunks(keys))


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))


def read_again(source: Source, path: str, keys: Iterable[Any]) -> None:
    """A name changed: entries of this kind that hold it are written anew, at once if they are few."""
    for key in keys:
        found = source.rows_with(path, key).order_by("pk").values_list("pk", flat=True)
        some = list(found[: AT_ONCE + 1])
        if len(some) <= AT_ONCE:
            refresh(source, some)
        else:
            Debt.objects.create(kind=source.kind, path=path, key=str(key))


def settle() -> int:
    """Pay what is owed, oldest first; entries written. May be run by several at once, and be cut off."""
    number = 0
    for debt in Debt.objects.order_by("id"):
        source = find(debt.kind)
        number += _reread(source, source.rows_with(debt.path, debt.key)).written
        # Last: whoever is cut off before has the debt again, and the second time finds little to do.
        debt.delete()
    return number


def reindex(kinds: Iterable[str] = (), say: Callable[[str], None] = lambda line: None) -> dict[str, Reading]:
    """Read every row of these kinds (or of all) and make the entries what they should be. Safe while people work."""
    done = {}
    for source in [find(kind) for kind in kinds] or every():
        read = _reread(source, source.all_rows())
        done[source.kind] = Reading(read.written, _remove_orphans(source))
        say(f"{source.title}：更新 {done[source.kind].written}，移除 {done[source.kind].removed}")
    return done


def _reread(source: Source, rows: QuerySet) -> Reading:
    """In chunks by number, each a transaction of its own that holds its rows: what is written meanwhile is not undone."""
    last: Any = None
    written = 0
    while True:
        with transaction.atomic():
            beyond = rows if last is None else rows.filter(pk__gt=last)
            # Held, so that nobody changes a row between our reading it and our writing what we read.
            some = list(beyond.order_by("pk").select_for_update(of=("self",))[:CHUNK])
            if not some:
                return Reading(written, 0)
            written += write(source, some)
            last = some[-1].pk


def _orphans(source: Source) -> QuerySet[Entry]:
    there = source.model._base_manager.order_by().values("pk")
    return Entry.objects.filter(kind=source.kind).exclude(object_id__in=there)


def _remove_orphans(source: Source) -> int:
    return _orphans(source).delete()[0]


def stale() -> dict[str, int]:
    """How many entries of each kind are not what they should be: missing, outdated, or of rows that are gone."""
    found = {}
    for source in every():
        number = _orphans(source).count()
        keys = list(source.all_rows().order_by("pk").values_list("pk", flat=True))
        for some in _chunks(keys):
            kept = _texts(source, some)
            rows = source.all_rows().filter(pk__in=some)
            number += sum(kept.get(row.pk) != words.stored(source.text(row)) for row in rows)
        found[source.kind] = number
    return found


def fill_up() -> None:
    """Read the kinds that have rows and no entry at all: a database that is older than its index."""
    for source in every():
        if not Entry.objects.filter(kind=source.kind).exists() and source.all_rows().exists():
            reindex([source.kind])
