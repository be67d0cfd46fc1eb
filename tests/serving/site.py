"""The product as processes on this machine, on a database file of their own; and strangers who mean it no good."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.browser.server import BIN, ROOT, free_port, manage
from tests.template import sqlite_template

KEY = "a-long-random-key-for-this-test-only-0123456789-abcdefghij-XYZ"
LONG = 60.0  # s: what takes longer never comes
SLOW = (
    b"POST /accounts/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    # With a token in a cookie Django looks for one in the body, and waits for it.
    b"Cookie: csrftoken=0123456789abcdef0123456789abcdef\r\n"
)


def environment(home: Path) -> dict[str, str]:
    """Of a site without demonstration, ready to serve."""
    kept = {key: os.environ[key] for key in ("HOME", "LANG", "PYTHONPATH", "SUITE_CLOCK_OFFSET") if key in os.environ}
    shutil.copy(sqlite_template(), home / "site.sqlite3")
    env = kept | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{home / 'site.sqlite3'}",
        "VAR_DIR": str(home),
        "MEDIA_ROOT": str(home / "media"),
        "STATIC_ROOT": str(home / "static"),
        "PORT": str(free_port()),
        "WEB_WORKERS": "2",
        "LOG_LEVEL": "ERROR",
        "PYTHONUNBUFFERED": "1",
    }
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    return env


def _end(group: subprocess.Popen) -> None:
    """As a service manager does: asked to go, and after a while made to."""
    if group.poll() is None:
        os.killpg(group.pid, signal.SIGTERM)
    try:
        group.wait(timeout=LONG)
    except subprocess.TimeoutExpired:
        os.killpg(group.pid, signal.SIGKILL)
        group.wait(timeout=LONG)


@contextmanager
def running(env: dict[str, str], *command: str) -> Iterator[subprocess.Popen]:
    """The command as a group of processes, all ended with the block."""
    with (Path(env["VAR_DIR"]) / "site.log").open("ab") as log:
        group = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        yield group
    finally:
        _end(group)


def web(env: dict[str, str]) -> tuple[str, ...]:
    """As everywhere."""
    return ("sh", "scripts/web.sh")


def blocking_web(env: dict[str, str]) -> tuple[str, ...]:
    """The control: the server hands each request to a thread at once, and the thread waits for the body."""
    words = ("granian", "--interface", "wsgi", "hezhang.wsgi:application", "--port", env["PORT"], "--workers", "2")
    return (*words, "--blocking-threads", "4", "--no-ws", "--log-level", "warning")


def status(env: dict[str, str], path: str, seconds: float = LONG) -> int:
    """Of the answer; 0 when none comes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{env['PORT']}{path}", timeout=seconds) as answer:
            return answer.status
    except OSError:
        return 0


def until(found: Callable[[], bool], seconds: float = LONG) -> bool:
    """Whether it becomes true."""
    end = time.monotonic() + seconds
    while not found():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def send(env: dict[str, str], request: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", int(env["PORT"])), timeout=LONG)
    line.sendall(request)
    return line


@contextmanager
def slow_senders(env: dict[str, str], how_many: int) -> Iterator[list[socket.socket]]:
    """Each announces a thousand bytes, sends ten, and keeps the line."""
    with ExitStack() as lines:
        yield [
            lines.enter_context(send(env, SLOW + b"Content-Length: 1000\r\n\r\n0123456789")) for _ in range(how_many)
        ]


@contextmanager
def many(how_many: int, ask: Callable[..., Any], *words: Any) -> Iterator[list[Future]]:
    """The same, asked so many times at once."""
    with ThreadPoolExecutor(how_many) as pool:
        yield [pool.submit(ask, *words) for _ in range(how_many)]


def children(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in done.stdout.split()]


def line(pid: int) -> str:
    """Its command line; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def find(group: int, *words: str) -> list[int]:
    """Our processes, in whichever session, whose command line holds all the words."""
    found, todo = [], [group]
    while todo:
        pid = todo.pop()
        todo += children(pid)
        if all(word in line(pid) for word in words):
            found.append(pid)
    return sorted(found)
