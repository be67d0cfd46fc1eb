"""Another real process on this test's database: a fork of this one, so it begins at once, at this moment, with these settings.

``begin(act, *words)`` runs ``act(*words)`` there, its stdin and stdout being pipes to here. It may be killed. What it
replaces or registers is its own; nothing of it is measured. (A command that must begin from nothing is started with
``tests.issues.at_once.process``.)
"""

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from django.db import connections


class Forked:
    def __init__(self, pid: int, stdin: int, stdout: int | None) -> None:
        self.pid = pid
        self.stdin = os.fdopen(stdin, "w", buffering=1)
        self.stdout = None if stdout is None else os.fdopen(stdout)
        self.returncode: int | None = None

    def tell(self, line: str) -> None:
        self.stdin.write(f"{line}\n")

    def kill(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> str:
        """Wait for its end; gives what it still said. Killed, it has ended already."""
        said = self.stdout.read() if self.stdout else ""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with suppress(BrokenPipeError):
            self.stdin.close()
        if self.stdout:
            self.stdout.close()
        return said


def begin(act: Callable[..., Any], *words: Any, said: int | None = None) -> Forked:
    """``said``: where it writes to, instead of a pipe of its own (which is then ``stdout``)."""
    connections.close_all()  # a line to the database belongs to one process
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe() if said is None else (None, said)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking beside threads
        pid = os.fork()
    if pid == 0:
        _be(act, words, their_in, their_out)
    os.close(their_in)
    if said is None:
        os.close(their_out)
    return Forked(pid, our_out, our_in)


def all_at_once(act: Callable[..., Any], *words: Any, number: int = 2) -> list[str]:
    """So many begin, say "ready", and are then told to go on; gives what each said after that, when all have ended well."""
    begun = [begin(act, *words) for _ in range(number)]
    try:
        for each in begun:
            assert each.stdout.readline() == "ready\n"
        for each in begun:
            each.tell("go")
        said = [each.end() for each in begun]
    finally:
        for each in begun:
            each.kill()  # where one failed, the others wait for ever
    assert [each.returncode for each in begun] == [0] * number
    return said


def _be(act: Callable[..., Any], words: tuple[Any, ...], stdin: int, stdout: int) -> NoReturn:
    code = 1
    try:
        sys.settrace(None)
        sys.stdin, sys.stdout = os.fdopen(stdin), os.fdopen(stdout, "w", buffering=1)
        act(*words)
        sys.stdout.flush()
        code = 0
    except BaseException:  # nothing may go on to be a second run of the tests
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)
