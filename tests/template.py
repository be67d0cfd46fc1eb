"""A test database starts as a copy of one that is already migrated, so that a single test file starts in seconds.

Every worker of a parallel run, and every later run, copies the same template (SQLite: a file under var/, copied into
the worker's memory; PostgreSQL: ``CREATE DATABASE … TEMPLATE``). Django's own ``migrate`` still runs afterwards and
finds nothing to do. The name carries a digest of the migrations and of what they import: a changed migration makes a
new template and removes the old one.
"""

import fcntl
import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation as SqliteCreation

HOME = settings.VAR_DIR / "test-templates"
HOUSE = ("hezhang", "rivers", "patrols", "issues", "assessment")
IMPORTED = re.compile(rf"^(?:from|import) ((?:{'|'.join(HOUSE)})[\w.]*)", re.MULTILINE)
_create_empty = SqliteCreation._create_test_db


def digest() -> str:
    """Of every migration, the modules of ours that they import, and Django itself."""
    folders = sorted(Path(config.path) / "migrations" for config in apps.get_app_configs())
    texts = [path.read_text() for folder in folders for path in sorted(folder.glob("*.py"))]
    for module in sorted({name for text in texts for name in IMPORTED.findall(text)}):
        texts.append(Path(find_spec(module).origin).read_text())
    return hashlib.sha256("\n".join([django.__version__, *texts]).encode()).hexdigest()[:10]


@contextmanager
def one_at_a_time(home: Path = HOME) -> Iterator[None]:
    """Of several workers that start together the first builds, the others wait."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    env = os.environ | {"DATABASE_URL": url, "DEMO": "1"}
    words = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(words, cwd=settings.BASE_DIR, env=env, check=True)


def sqlite_template() -> Path:
    ready = HOME / f"{digest()}.sqlite3"
    with one_at_a_time():
        if not ready.exists():
            for old in HOME.glob("*.sqlite3*"):
                old.unlink()
            building = HOME / f"building-{os.getpid()}.sqlite3"
            migrate(f"sqlite:///{building}")
            with closing(sqlite3.connect(building)) as rows:
                rows.execute("PRAGMA journal_mode=DELETE")  # memory, into which it is copied, knows no WAL
            building.rename(ready)
    return ready


def postgresql_template() -> str:
    """Its name; the database is made beside the one that DATABASE_URL names, by the same role."""
    url = urlsplit(os.environ["DATABASE_URL"])
    stem = f"tpl_{url.path.strip('/')}_"
    ready, building = f"{stem}{digest()}", f"{stem}building"
    with one_at_a_time(), connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname", [stem])
        there = [name for (name,) in cursor.fetchall()]
        if ready not in there:
            for old in there:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{building}"')
            migrate(url._replace(path=f"/{building}").geturl())
            cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{ready}"')
    return ready


def _create_from_template(self: SqliteCreation, *args: Any, **options: Any) -> Any:
    name = _create_empty(self, *args, **options)
    self.connection.close()
    self.connection.settings_dict["NAME"] = name
    self.connection.ensure_connection()  # Django does not close a connection to a database in memory
    with closing(sqlite3.connect(sqlite_template())) as ready:
        ready.backup(self.connection.connection)
    return name


def begin() -> None:
    """Called once, before the workers of a parallel run read the tests: who comes for the template then waits less for it."""
    subprocess.Popen([sys.executable, "-m", __name__], cwd=settings.BASE_DIR, env=os.environ | {"DEMO": "1"})


def install() -> None:
    """Called before the test databases are made."""
    if connection.vendor == "sqlite":
        SqliteCreation._create_test_db = _create_from_template  # type: ignore[method-assign]
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = postgresql_template()


if __name__ == "__main__":
    django.setup()
    if connection.vendor == "sqlite":
        sqlite_template()
    else:
        postgresql_template()
