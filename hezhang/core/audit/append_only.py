"""Tables to which rows are only ever added: the database itself refuses everything but a plain INSERT, on both engines.

For use in migrations: ``operations = [append_only("audit_entry")]``. On SQLite a later migration that rebuilds the
table (most AlterField) drops its triggers: such a migration must repeat the operation (``again=True``). The table's
owner can take the triggers away: that is what the seals are for, and the role that ``grant_roles`` sets up. The tests
flush past the triggers without a hole in the product: tests/flush.py.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import connection, migrations

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL_TRIGGERS = {
    "keep": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    # Fires no row trigger, so it has one of its own.
    "keep_all": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
SQLITE_TRIGGER = (
    'CREATE TRIGGER "{table}_keep_{verb}" BEFORE {verb} ON "{table}" {when}'
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
VERBS = ("update", "delete", "insert")
GUARDED = {
    "postgresql": """
        SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgfoid = to_regproc('refuse_change') ORDER BY relname""",
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_keep\\_update'"
    " ESCAPE '\\' ORDER BY tbl_name",
}


def append_only(table: str, *, again: bool = False) -> migrations.RunPython:
    """The migration operation. Writing to the table raises IntegrityError from then on, except for INSERT.

    ``again``: the table was guarded before; undoing the migration leaves it so.
    """
    return migrations.RunPython(
        partial(_guard, table), migrations.RunPython.noop if again else partial(_release, table)
    )


def guarded_tables() -> list[str]:
    """The tables of this database that are append-only."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDED[connection.vendor])
        return [name for (name,) in cursor.fetchall()]


def _guard(table: str, apps: Any, editor: Any) -> None:
    _release(table, apps, editor)
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION, params=None)
        for name, when in POSTGRESQL_TRIGGERS.items():
            text = when.format(table=f'"{table}"')
            editor.execute(f'CREATE TRIGGER "{table}_{name}" {text} EXECUTE FUNCTION refuse_change()')
    else:
        whens = {"insert": _is_there_already(table, editor)}
        for verb in VERBS:
            editor.execute(SQLITE_TRIGGER.format(table=table, verb=verb, when=whens.get(verb, "")))


def _is_there_already(table: str, editor: Any) -> str:
    """INSERT OR REPLACE deletes the row that is in its way and fires no DELETE trigger (sqlite.org/lang_conflict.html)."""
    with editor.connection.cursor() as cursor:
        rules = editor.connection.introspection.get_constraints(cursor, table).values()
    keys = [
        rule["columns"] for rule in rules if (rule["unique"] or rule["primary_key"]) and None not in rule["columns"]
    ]
    same = (" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in keys)
    return "WHEN " + " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {each})' for each in same) + " "  # noqa: S608 - names of models


def _release(table: str, apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        for name in POSTGRESQL_TRIGGERS:
            editor.execute(f'DROP TRIGGER IF EXISTS "{table}_{name}" ON "{table}"')
    else:
        for verb in VERBS:
            editor.execute(f'DROP TRIGGER IF EXISTS "{table}_keep_{verb}"')
