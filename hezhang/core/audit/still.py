"""Rows that stand still once what they hang on is closed: then the database itself refuses to change them, on both engines.

An app says so in its ``receivers``, with SQL about a ``{row}``::

    stands_still("shop_line", "EXISTS (SELECT 1 FROM shop_order WHERE id = {row}.order_id AND state = 'closed')")

The triggers are put up after every ``migrate`` and taken away before one that has something to do. Not by migrations, as
those of append-only tables are: SQLite rebuilds a table to change a column and stops at a trigger that names it meanwhile.
The table's owner can take them away: that is what a seal is for, and the role that ``grant_roles`` sets up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

# Sets the path itself, with temporary tables last: nobody's own table of the same name is asked instead.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION "{table}_still"() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF {old} OR (TG_OP = 'UPDATE' AND {new}) THEN
        RAISE EXCEPTION '{table} stands still' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION "{table}_added"() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added WHERE {added}) THEN
        RAISE EXCEPTION '{table} stands still' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION "{table}_empty"() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "{table}" AS there WHERE {there}) THEN
        RAISE EXCEPTION '{table} stands still' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
POSTGRESQL_TRIGGERS = {
    "still": "BEFORE UPDATE{columns} OR DELETE ON {table} FOR EACH ROW",
    # All new rows at once: a computation adds tens of thousands, and row by row they took half as long again.
    "added": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
    "empty": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
SQLITE_TRIGGER = (
    'CREATE TRIGGER "{table}_still_{verb}" BEFORE {verb}{columns} ON "{table}" WHEN {when} '
    "BEGIN SELECT RAISE(ABORT, '{table} stands still'); END"
)
STANDING = {
    "postgresql": """
        SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname = relname || '_still' AND tgenabled <> 'D' ORDER BY relname""",
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_still\\_delete'"
    " ESCAPE '\\' ORDER BY tbl_name",
}


@dataclass(frozen=True)
class Rule:
    """When the rows of a table stand still."""

    table: str
    closed: str
    columns: tuple[str, ...]
    itself: bool

    def of(self, row: str) -> str:
        return f"({self.closed.format(row=row)})"


_rules: dict[str, Rule] = {}


def stands_still(table: str, closed: str, *, columns: Iterable[str] = (), itself: bool = False) -> None:
    """``closed``: SQL that is true of a {row} that must not be changed, deleted, nor be added.

    ``columns``: only these stand still. ``itself``: the row is what is closed, so it may be written as closed.
    """
    _rules[table] = Rule(table, closed, tuple(columns), itself)


def declared() -> list[str]:
    """The tables whose rows are to stand still."""
    return sorted(_rules)


def standing() -> list[str]:
    """The tables of this database whose rows do."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return [name for (name,) in cursor.fetchall()]


def put_up(database: Any) -> None:
    """The triggers of all tables that are there."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        take_away(database)
        there = set(database.introspection.table_names(cursor))
        ready = [rule for rule in _rules.values() if rule.table in there]
        for sentence in (one for rule in ready for one in _sentences(database, cursor, rule)):
            cursor.execute(sentence)


def take_away(database: Any) -> None:
    """All of them: what a migration has to mend in closed rows, it may."""
    with database.cursor() as cursor:
        there = set(database.introspection.table_names(cursor))
        for table in sorted(there & set(_rules)):
            if database.vendor == "postgresql":
                for name in POSTGRESQL_TRIGGERS:
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_{name}" ON "{table}"')
            else:
                for verb in ("insert", "update", "delete"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_still_{verb}"')


def _sentences(database: Any, cursor: Any, rule: Rule) -> Iterator[str]:
    columns = f" OF {', '.join(rule.columns)}" if rule.columns else ""
    fresh = "FALSE" if rule.itself else rule.of("NEW")
    if database.vendor == "postgresql":
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        added = "FALSE" if rule.itself else rule.of("added")
        rows = {"there": rule.of("there"), "old": rule.of("OLD"), "new": fresh, "added": added}
        yield POSTGRESQL_FUNCTION.format(table=rule.table, schema=schema, **rows)
        for name, when in POSTGRESQL_TRIGGERS.items():
            text = when.format(table=f'"{rule.table}"', columns=columns)
            yield f'CREATE TRIGGER "{rule.table}_{name}" {text} EXECUTE FUNCTION "{rule.table}_{name}"()'
        return
    # REPLACE deletes the row that is in its way and fires no DELETE trigger (sqlite.org/lang_conflict.html).
    in_the_way = _in_the_way(database, cursor, rule)
    whens = {
        "insert": f"{fresh} OR EXISTS ({in_the_way})",
        "update": f"{rule.of('OLD')} OR {fresh} OR EXISTS ({in_the_way} AND there.rowid <> OLD.rowid)",
        "delete": rule.of("OLD"),
    }
    for verb, when in whens.items():
        some = columns if verb == "update" else ""
        yield SQLITE_TRIGGER.format(table=rule.table, verb=verb, columns=some, when=when)


def _in_the_way(database: Any, cursor: Any, rule: Rule) -> str:
    rules = database.introspection.get_constraints(cursor, rule.table).values()
    keys = [one["columns"] for one in rules if (one["unique"] or one["primary_key"]) and None not in one["columns"]]
    same = " OR ".join(" AND ".join(f'there."{column}" = NEW."{column}"' for column in columns) for columns in keys)
    return f'SELECT 1 FROM "{rule.table}" AS there WHERE ({same}) AND {rule.of("there")}'  # noqa: S608 - names of models
