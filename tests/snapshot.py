"""Rows that many tests begin with are made once in each process, and put back with one statement a table.

``again(build)`` calls ``build`` the first time; from then on the rows that it left are inserted as they were read, with
their keys, and what it answered comes as a fresh copy. A moment of the clock has its own rows: they hold times.

``hold(build)`` leaves them standing beneath the transactions of the tests that follow, each of which ends at a savepoint:
thousands of tests in a row that begin with the same rows then find them there.

``@ready`` does the same for what tests build upon those rows (a problem at some point of its way), as long as the test
has written nothing else and changed no setting.
"""

import pickle
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection, models, transaction
from django.utils import timezone

from tests import clock

# Fixtures with which a test commits what it writes.
COMMITTING = {"transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}
# What a test's own folder and people who have signed in leave changes nothing that is built.
INNOCENT = {"MEDIA_ROOT", "AUDIT_ANCHOR"}
SESSIONS = "accounts_opensession"
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS", f'INSERT INTO "{SESSIONS.upper()}"')
Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass
class Snapshot:
    rows: dict[str, list[Row]]
    answer: bytes
    script: str = ""  # PostgreSQL: all of it as one text


Key = tuple[Callable[..., Any], Any]  # what makes them, and the moment; for what stands upon others, the others' key


@dataclass
class Held:
    key: Key
    beneath: transaction.Atomic
    rows: dict[str, list[Row]] | None = None  # all that stand there, once somebody has asked
    is_touched: bool = True  # whether the test at work has written anything


_taken: dict[Key, Snapshot] = {}
_asked: Counter[Key] = Counter()
_held: Held | None = None
# Fixtures whose rows may stand beneath a test, and what makes them.
BENEATH: dict[str, Callable[[], Any]] = {}


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


def ready(build: Callable[..., T]) -> Callable[..., T]:
    """``build(cast)`` upon the held rows: from its third call at a moment on, what it left is put there instead.

    With other arguments, in a test that has written before or is not held, it is called as ever.
    """

    @wraps(build)
    def _ready(cast: Any, **more: Any) -> T:
        if more or not _held or _held.is_touched or _other_settings():
            return build(cast, **more)
        key = (build, _held.key)
        _asked[key] += 1
        if key not in _taken and _asked[key] < 3:  # to look at all tables costs more than it would save
            return build(cast)
        if key in _taken:
            _restore(_taken[key])
        else:
            before = _held.rows = _held.rows or _everything(without=SESSIONS)
            answer = build(cast)
            _taken[key] = Snapshot(_new(before, _everything(without=SESSIONS)), pickle.dumps(answer))
            return answer
        return pickle.loads(_taken[key].answer)

    return _ready


def hold(build: Callable[[], Any], *, is_plain: bool = True) -> None:
    """From now on the rows stand there, beneath whatever transaction is begun and rolled back, until they are let go.

    ``is_plain``: the test that now begins replaces nothing of ours.
    """
    global _held
    key = (build, timezone.now())
    if _held and _held.key == key and not connection.closed_in_transaction:
        _held.is_touched = not is_plain
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
    _held = Held(key, beneath, is_touched=not is_plain)
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def let_go() -> None:
    global _held
    if _held:
        held, _held = _held, None
        _undo(held.beneath)


def _watch(execute: Any, sql: str, *rest: Any) -> Any:
    if _held and not _held.is_touched and not sql.lstrip().upper().startswith(READING):
        _held.is_touched = True
    return execute(sql, *rest)


def _other_settings() -> bool:
    """Whether this test has others than its neighbours."""
    names, holder = set(), settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        names |= {name for name in vars(holder) if name.isupper() and name != "SETTINGS_MODULE"}
        holder = holder.default_settings
    return bool(names - INNOCENT)


def _undo(beneath: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    beneath.__exit__(None, None, None)


def beneath(item: pytest.Function) -> Callable[[], Any] | None:
    """What makes the rows that this test begins with, alone: in a transaction of its own, with no rows of its file beneath it."""
    mark, names = item.get_closest_marker("django_db"), set(item.fixturenames)
    asked = [build for fixture, build in BENEATH.items() if fixture in names]
    if len(asked) != 1 or names & COMMITTING or (mark and (mark.args or mark.kwargs)):
        return None
    # pytest keeps to itself which fixture a name means here; there is no public way to ask.
    meant = (found[-1] for found in item._fixtureinfo.name2fixturedefs.values())
    is_alone = all(each.scope == "function" or not each.baseid.startswith("tests/") for each in meant)
    return asked[0] if is_alone else None


def _tables() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if model._meta.managed}


def _everything(*, without: str = "") -> dict[str, list[Row]]:
    found = {}
    with connection.cursor() as cursor:
        for table in (name for name in _tables() if name != without):
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
