"""What PostgreSQL itself takes in: its own ``pgbench``, one client, inserting a row again and again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection, models

SECONDS = 3
FRESH = "gen_random_uuid()"  # unique in every row, with as many bytes as the one that is copied


def program() -> str | None:
    """Where it is, on the path or among PostgreSQL's own programs; None where only the server's libraries are."""
    own = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return shutil.which("pgbench") or (str(own[-1]) if own else None)


def inserts_per_second(row: models.Model) -> float:
    """Copies of a stored row, each in a transaction of its own, over a connection of its own. Needs ``program()``."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text(insert_of(row), encoding="utf-8")
        order = [str(program()), "--no-vacuum", f"--time={SECONDS}", f"--file={script}", *_database()]
        said = subprocess.run(order, env=_environment(), check=True, capture_output=True, text=True)  # noqa: S603 - PostgreSQL's own
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if found is None:
        raise RuntimeError(f"pgbench says no rate: {said.stdout}")
    return float(found[1])


def insert_of(row: models.Model) -> str:
    """The statement that stores the same bytes once more."""
    fields = [field for field in row._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        values = ", ".join(_value(cursor, field, row) for field in fields)
    return f"INSERT INTO {connection.ops.quote_name(row._meta.db_table)} ({names}) VALUES ({values});\n"  # noqa: S608 - quoted by its driver


def _value(cursor: Any, field: models.Field, row: models.Model) -> str:
    if isinstance(field, models.UUIDField) and field.unique:
        return FRESH
    value = field.get_db_prep_save(getattr(row, field.attname), connection)
    return str(cursor.mogrify("%s", [value]).decode())


def _database() -> list[str]:
    told = connection.settings_dict
    named = {"--host": told["HOST"], "--port": told["PORT"], "--username": told["USER"]}
    return [f"{flag}={value}" for flag, value in named.items() if value] + [str(told["NAME"])]


def _environment() -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"])}
