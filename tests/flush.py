"""Flushing between transactional tests, past the triggers that refuse to empty append-only tables, and those of closed rows.

Django empties a SQLite table by DELETE and a PostgreSQL one by TRUNCATE, and those triggers refuse both. A condition
inside the triggers would be a hole in the product. Instead the flush of the tests, and only it, takes the triggers away
(on PostgreSQL: switches them off) and puts them back, in the one transaction in which it runs.
"""

from typing import Any

from django.db import connection

from hezhang.core.audit.append_only import guarded_tables
from hezhang.core.audit.still import standing

# Those of append-only tables and of rows that stand still; others (the index of the search) must hear of what is deleted.
KEEPING = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    " AND (name LIKE '%\\_keep\\_%' ESCAPE '\\' OR name LIKE '%\\_still\\_%' ESCAPE '\\') ORDER BY name"
)

_flush = type(connection.ops).sql_flush


def _flush_past_triggers(self: Any, *args: Any, **options: Any) -> list[str]:
    return (_postgresql if connection.vendor == "postgresql" else _sqlite)(_flush(self, *args, **options))


def _postgresql(statements: list[str]) -> list[str]:
    tables = guarded_tables() + standing()
    off, on = ([f'ALTER TABLE "{table}" {word} TRIGGER USER' for table in tables] for word in ("DISABLE", "ENABLE"))
    return [*off, *statements, *on]


def _sqlite(statements: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        triggers = cursor.execute(KEEPING).fetchall()
    drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    return [*drops, *statements, *(sql for _, sql in triggers)]


def install() -> None:
    """Called once, when the tests are configured."""
    type(connection.ops).sql_flush = _flush_past_triggers  # type: ignore[method-assign]
