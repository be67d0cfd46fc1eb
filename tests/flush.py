"""Flushing between transactional tests: only what has rows, past the triggers that refuse to empty append-only tables and closed rows.

Django empties every table, on PostgreSQL by one TRUNCATE that makes some six hundred files anew; a test fills a dozen.
So rows are deleted where there are any. The triggers would refuse that, and a condition inside them would be a hole in
the product: instead the flush of the tests, and only it, takes the triggers away (on PostgreSQL: switches them off) and
puts them back, in the one transaction in which it runs.

What Django writes after a migration (kinds of content, permissions) stays, so that it need not be written again after
every test: looking whether it is all there took longer than the emptying.
"""

from typing import Any

from django.core.management.commands import flush
from django.db import connection

# Those of append-only tables and of rows that stand still; others (the index of the search) must hear of what is deleted.
KEEPING = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    " AND (name LIKE '%\\_keep\\_%' ESCAPE '\\' OR name LIKE '%\\_still\\_%' ESCAPE '\\') ORDER BY name"
)

MIGRATED = {"django_content_type", "auth_permission"}


def _flush_past_triggers(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
    full = _with_rows(sorted(set(tables) - MIGRATED))
    deletes = [f'DELETE FROM "{table}"' for table in full]
    return _postgresql(full, deletes) if connection.vendor == "postgresql" else _sqlite(deletes)


def _with_rows(tables: list[str]) -> list[str]:
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def _postgresql(full: list[str], deletes: list[str]) -> list[str]:
    off, on = ([f'ALTER TABLE "{table}" {word} TRIGGER USER' for table in full] for word in ("DISABLE", "ENABLE"))
    # The foreign keys are looked at when all rows are gone: a table with checks outstanding cannot be altered.
    return [*off, "SET CONSTRAINTS ALL DEFERRED", *deletes, "SET CONSTRAINTS ALL IMMEDIATE", *on]


def _sqlite(deletes: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        triggers = cursor.execute(KEEPING).fetchall()
    drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    return [*drops, *deletes, *(sql for _, sql in triggers)]


def install() -> None:
    """Called once, when the tests are configured."""
    type(connection.ops).sql_flush = _flush_past_triggers  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_: None
