"""The product as `make demo` serves it, on a database of its own, with its worker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tests.template import one_at_a_time, sqlite_template

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(home: Path, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"REDIS_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{home / 'demo.sqlite3'}",
        "VAR_DIR": str(home),  # with the broker's files: sites of several workers do not take each other's work
        "MEDIA_ROOT": str(home / "media"),
        "STATIC_ROOT": str(home / "static"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "LOG_LEVEL": "WARNING",
    }


def manage(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout


def build(home: Path) -> Path:
    """The demonstration with its files, as `make demo` makes it, but from a migrated copy; gives ``home``."""
    env = environment(home, 0)
    home.mkdir()
    shutil.copy(sqlite_template(), home / "demo.sqlite3")
    for words in (["load_defaults"], ["collectstatic", "--noinput"], ["build_demo"]):
        manage(env, *words, "--verbosity", "0")
    return home


def built(shared: Path) -> Path:
    """The same, once for all workers of a run, that share a folder: the first builds, the others wait.

    Or what ``make demonstration`` has built just before, where DEMONSTRATION says so.
    """
    ready = Path(os.environ.get("DEMONSTRATION") or shared / "demonstration")
    with one_at_a_time(shared):
        return ready if ready.exists() else build(shared / "building").rename(ready)


@contextmanager
def served(home: Path, shared: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a demonstration of one's own until the block ends; gives the address and the environment."""
    port = free_port()
    env = environment(home, port)
    shutil.copytree(built(shared), home, dirs_exist_ok=True)
    with running(home, env, port) as address:
        yield address, env


@contextmanager
def running(home: Path, env: dict[str, str], port: int) -> Iterator[str]:
    """The web server and the worker over what stands in ``home``; gives the address."""
    web = ["sh", "scripts/web.sh"]
    work = [BIN / "celery", "-A", "hezhang", "worker", "--pool", "threads", "--concurrency", "1", "-l", "ERROR"]
    with (home / "server.log").open("wb") as log:
        started = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
            for command in (web, work)
        ]
        try:
            wait_for(f"http://127.0.0.1:{port}/health/")
            yield f"http://127.0.0.1:{port}"
        finally:
            for process in started:
                os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                process.wait(timeout=20)


def wait_for(url: str, seconds: float = 240) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    django.setup()
    build(Path(sys.argv[1]).resolve())
