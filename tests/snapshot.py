"""Rows that many tests begin with are made once in each process, and put back with one statement a table.

``again(build)`` calls ``build`` the first time; from then on the rows that it left are inserted as they were read, with
their keys, and what it answered comes as a fresh copy. A moment of the clock has its own rows: they hold times.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from tests import clock

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass
class Snapshot:
    rows: dict[str, list[Row]]
    answer: bytes
    script: str = ""  # PostgreSQL: all of it as one text


_taken: dict[tuple[Callable[[], Any], Any], Snapshot] = {}


def again(build: Callable[[], T]) -> T:
    """What ``build`` answers, in a database that holds what it writes; nobody may have written these rows before."""
    if not clock.stands():
        return build()
    key = (build, timezone.now())
    with transaction.atomic():
        if key not in _taken:
            before = _everything()
            answer = build()
            _taken[key] = Snapshot(_new(before, _everything()), pickle.dumps(answer))
            return answer
        _restore(_taken[key])
    return pickle.loads(_taken[key].answer)


def _tables() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if model._meta.managed}


def _everything() -> dict[str, list[Row]]:
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = cursor.fetchall()
    return found


def _new(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> dict[str, list[Row]]:
    for table, rows in before.items():
        assert set(rows) <= set(after[table]), f"the build changed rows of {table} that it had not made"
    fresh = {table: [row for row in rows if row not in set(before[table])] for table, rows in after.items()}
    return {table: rows for table, rows in fresh.items() if rows}


def _restore(taken: Snapshot) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            taken.script = taken.script or ";".join(_statements(taken.rows))
            cursor.execute(taken.script)
            return
        for table, rows in taken.rows.items():
            places = ",".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)


def _statements(rows: dict[str, list[Row]]) -> list[str]:
    """Inserts, and the counters of keys moved past what was inserted."""
    mogrify = import_module("django.db.backends.postgresql.psycopg_any").mogrify
    words, tables = [], _tables()
    for table, found in rows.items():
        place = f"({','.join(['%s'] * len(found[0]))})"
        values = ",".join(mogrify(place, row, connection) for row in found)
        words.append(f'INSERT INTO "{table}" VALUES {values}')
        pk = tables[table]._meta.pk
        if isinstance(pk, models.AutoField):
            last, counter = max(row[0] for row in found), f"pg_get_serial_sequence('\"{table}\"', '{pk.column}')"
            words.append(f"SELECT setval({counter}, greatest(nextval({counter}), {last}))")
    return words
