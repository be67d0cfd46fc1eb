"""Rows that many tests begin with are made once in each process, and put back with one statement a table.

``again(build)`` calls ``build`` the first time; from then on the rows that it left are inserted as they were read, with
their keys, and what it answered comes as a fresh copy. A moment of the clock has its own rows: they hold times.

``hold(build)`` leaves them standing beneath the transactions of the tests that follow, each of which ends at a savepoint:
thousands of tests in a row that begin with the same rows then find them there.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from tests import clock

# Fixtures with which a test commits what it writes.
COMMITTING = {"transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}
Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass
class Snapshot:
    rows: dict[str, list[Row]]
    answer: bytes
    script: str = ""  # PostgreSQL: all of it as one text


Key = tuple[Callable[[], Any], Any]


@dataclass
class Held:
    key: Key
    beneath: transaction.Atomic


_taken: dict[Key, Snapshot] = {}
_held: Held | None = None


def again(build: Callable[[], T]) -> T:
    """What ``build`` answers, in a database that holds what it writes; nobody may have written these rows before."""
    if not clock.stands():
        return build()
    key = (build, timezone.now())
    if _held and _held.key == key:
        return pickle.loads(_taken[key].answer)
    with transaction.atomic():
        if key not in _taken:
            before = _everything()
            answer = build()
            _taken[key] = Snapshot(_new(before, _everything()), pickle.dumps(answer))
            return answer
        _restore(_taken[key])
    return pickle.loads(_taken[key].answer)


def hold(build: Callable[[], Any]) -> None:
    """From now on the rows stand there, beneath whatever transaction is begun and rolled back, until they are let go."""
    global _held
    key = (build, timezone.now())
    if _held and _held.key == key and not connection.closed_in_transaction:
        return
    let_go()
    beneath = transaction.atomic()
    beneath.__enter__()
    try:
        again(build)
        connection.check_constraints()  # now, or every test's end would look at all these rows again
    except BaseException:
        _undo(beneath)
        raise
    _held = Held(key, beneath)


def let_go() -> None:
    global _held
    if _held:
        held, _held = _held, None
        _undo(held.beneath)


def _undo(beneath: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    beneath.__exit__(None, None, None)


def may_stand_beneath(item: pytest.Function, fixture: str) -> bool:
    """Whether this test begins with these rows, and alone: in a transaction of its own, with no rows of its file beneath it."""
    mark, names = item.get_closest_marker("django_db"), set(item.fixturenames)
    if fixture not in names or names & COMMITTING or (mark and (mark.args or mark.kwargs)):
        return False
    # pytest keeps to itself which fixture a name means here; there is no public way to ask.
    asked = (found[-1] for found in item._fixtureinfo.name2fixturedefs.values())
    return all(each.scope == "function" or not each.baseid.startswith("tests/") for each in asked)


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
