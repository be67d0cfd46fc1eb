"""Runs the benchmarks in a database of its own, and prints the table."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import django

from bench import REGISTERED, Row

HEADINGS = ("what", "ours", "limit beside it", "ratio", "bar", "ok")
NOT_ROWS = {"run", "pgbench", "__main__"}


def main(words: list[str]) -> int:
    """0 when every row keeps its bar."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        settle(Path(scratch))
        for found in iter_modules([str(Path(__file__).parent)]):
            if found.name not in NOT_ROWS:
                import_module(f"bench.{found.name}")
        rows = [
            row for name in REGISTERED if not words or any(word in name for word in words) for row in _measure(name)
        ]
    sys.stdout.write(table(rows))
    return 0 if all(row.ok for row in rows) else 1


def settle(scratch: Path) -> None:
    """Django on a database of its own, beside ``DATABASE_URL`` if set, else SQLite in scratch; media in scratch."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hezhang.settings")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch / 'base.sqlite3'}")
    os.environ.update(DEMO="1", LOG_LEVEL="ERROR", MEDIA_ROOT=str(scratch / "media"))
    django.setup()
    db = import_module("django.db").connection
    db.settings_dict["TEST"]["NAME"] = f"{scratch / 'bench.sqlite3'}" if db.vendor == "sqlite" else "hezhang_bench"
    # Pages name their files as in service, which a fresh checkout has not collected yet.
    import_module("django.conf").settings.STATIC_ROOT = scratch / "static"
    import_module("django.core.management").call_command("collectstatic", interactive=False, verbosity=0)


def _measure(name: str) -> list[Row]:
    sys.stderr.write(f"… {name}\n")
    with fresh_database():
        return list(REGISTERED[name]())


@contextmanager
def fresh_database() -> Iterator[None]:
    """A migrated, empty database: no benchmark pays for the rows of another, or trips over them."""
    db = import_module("django.db").connection
    before = db.settings_dict["NAME"]
    db.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        db.creation.destroy_test_db(before, verbosity=0)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [_line(HEADINGS), _line(["---"] * len(HEADINGS))]
    for row in rows:
        ours, limit = f"{row.ours:.3g} {row.unit}", f"{row.limit:.3g} {row.unit}（{row.limit_name}）"
        lines.append(_line([row.what, ours, limit, f"{row.ratio:.2f}", row.bar, _verdict(row)]))
    return "\n".join(lines) + "\n"


def _verdict(row: Row) -> str:
    """Nothing where there is no bar: a figure that is only told has not passed."""
    if not row.bar:
        return ""
    return "ok" if row.ok else "MISSED"


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
