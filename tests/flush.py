"""Flushing SQLite between transactional tests, past the triggers that refuse DELETE on append-only tables.

Django empties a SQLite table by DELETE, which those triggers refuse (PostgreSQL is truncated, which fires no row
trigger). A condition inside the triggers would be a hole in the product. Instead the flush of the tests, and only it,
takes the triggers away and puts them back, in the one transaction in which it runs.
"""

from typing import Any

from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations

_flush = DatabaseOperations.sql_flush


def _flush_past_triggers(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
    with connection.cursor() as cursor:
        triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").fetchall()
    drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    return [*drops, *_flush(self, *args, **options), *(sql for _, sql in triggers)]


def install() -> None:
    """Called once, when the tests are configured."""
    DatabaseOperations.sql_flush = _flush_past_triggers  # type: ignore[method-assign]
