"""Tables to which rows are only ever added: the database itself refuses UPDATE and DELETE, on both engines.

For use in migrations: ``operations = [append_only("audit_entry")]``. On SQLite a later migration that rebuilds the
table (most AlterField) drops its triggers: such a migration must repeat the operation. TRUNCATE on PostgreSQL fires no
row trigger; it takes the table's owner, whom no trigger stops: that is what the seals are for. The tests flush
SQLite by DELETE; see tests/flush.py for how they get past the triggers without a hole in the product.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import migrations

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL_TRIGGER = (
    'CREATE TRIGGER "{table}_keep" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION refuse_change()'
)
SQLITE_TRIGGER = (
    'CREATE TRIGGER "{table}_keep_{verb}" BEFORE {verb} ON "{table}" '
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
VERBS = ("update", "delete")


def append_only(table: str) -> migrations.RunPython:
    """The migration operation. Writing to the table raises IntegrityError from then on, except for INSERT."""
    return migrations.RunPython(partial(_guard, table), partial(_release, table))


def _guard(table: str, apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION, params=None)
        editor.execute(POSTGRESQL_TRIGGER.format(table=table))
    else:
        for verb in VERBS:
            editor.execute(SQLITE_TRIGGER.format(table=table, verb=verb))


def _release(table: str, apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_keep" ON "{table}"')
    else:
        for verb in VERBS:
            editor.execute(f'DROP TRIGGER IF EXISTS "{table}_keep_{verb}"')
