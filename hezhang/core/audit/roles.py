"""A database role for the application that may add to the append-only tables and do no more with them (PostgreSQL).

Migrations run as the owner, the application as this role: then not even a hole in the program can rewrite the journal.
"""

from __future__ import annotations

import re

from django.db import connection

from hezhang.core.audit.append_only import guarded_tables

NAME = re.compile(r"[a-z_][a-z0-9_]{0,29}")


def grant(role: str) -> list[str]:
    """Make the role, if it is not there, and give it what the application needs; the tables that it may only add to.

    Run again after each migration: tables that are new then are granted, and guarded ones kept from it.
    Raises ValueError for a name that is none.
    """
    if not NAME.fullmatch(role):
        raise ValueError(role)
    kept = guarded_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE ROLE "{role}" LOGIN')
        for sentence in _sentences(role, kept):
            cursor.execute(sentence)
    return kept


def _sentences(role: str, kept: list[str]) -> list[str]:
    schema = "SCHEMA public"
    return [
        f'GRANT CONNECT ON DATABASE "{connection.settings_dict["NAME"]}" TO "{role}"',
        f'GRANT USAGE ON {schema} TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN {schema} TO "{role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN {schema} TO "{role}"',
        *(f'REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON "{table}" FROM "{role}"' for table in kept),
        # Which migrations have run is the owner's to say.
        f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}"',
        f'GRANT EXECUTE ON FUNCTION hold_append_only(text) TO "{role}"',
    ]
