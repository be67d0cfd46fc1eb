"""Work on files from outside in a child process: what they cost there, in memory or time, they cannot cost the server.

A worker's module holds ``work(told, data)``, which yields its answer in parts, raises ``RefusedError`` for files it does not
take, and imports nothing but the standard library, its own neighbours and what opens the file. See decision 0017.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from hezhang.core.kernel import confined_child
from hezhang.core.kernel.confined_child import END, FRAME, ORDER, PART, REFUSED, RefusedError

__all__ = ["BusyError", "OverrunError", "RefusedError", "Workshop"]

MB = 1024 * 1024
CHILD = str(Path(confined_child.__file__))
log = logging.getLogger(__name__)


class OverrunError(Exception):
    """The child reached a limit, or died of the file."""


class BusyError(Exception):
    """The slot did not become free in time."""


class Workshop:
    """One slot of work in this process: a second caller waits ``wait`` seconds, then ``BusyError``.

    ``memory`` in MB of address space; ``cpu`` in seconds of computing for each order; ``seconds`` on the wall, generous,
    for a child that sleeps. After ``orders`` a new child is taken; between two orders it waits, ready.
    """

    def __init__(
        self, module: str, *, memory: int, cpu: int, seconds: float = 60, wait: float = 10, orders: int = 1
    ) -> None:
        self.module, self.memory, self.cpu = module, memory, cpu
        self.seconds, self.wait, self.orders = seconds, wait, orders
        self._slot = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = self._left = 0
        atexit.register(self.close)

    def run(self, told: dict[str, Any], data: bytes, take: Callable[[bytes], None]) -> None:
        """Give ``take`` the parts of the answer, one by one. Raises RefusedError, OverrunError, BusyError."""
        if not self._slot.acquire(timeout=self.wait):
            raise BusyError(self.module)
        try:
            self._order(self._ready(), json.dumps(told).encode(), data, take)
        except RefusedError:
            raise  # said by a child that is well
        except BaseException:
            self.close()  # half of an answer may still stand in the pipe
            raise
        finally:
            if self._left < 1:
                self.close()
            self._slot.release()

    def close(self) -> None:
        """Dismiss the child; the next order gets a new one."""
        child, self._child = self._child, None
        # After a fork it is the other process's child.
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was not flushed has nobody to read it
                pipe.close()  # type: ignore[union-attr]
        child.wait()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._owner != os.getpid() or self._child.poll() is not None:
            self.close()
            # -I: whatever the environment says of paths and start-up files, the child does not hear it.
            told = [sys.executable, "-I", CHILD, self.module, str(self.memory * MB), str(self.cpu)]
            self._child = subprocess.Popen(told, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own file
            self._owner, self._left = os.getpid(), self.orders
        self._left -= 1
        return self._child

    def _order(self, child: subprocess.Popen[bytes], told: bytes, data: bytes, take: Callable[[bytes], None]) -> None:
        alarm = threading.Timer(self.seconds, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            _send(child.stdin, ORDER.pack(len(told), len(data)), told, data)  # type: ignore[arg-type]
            while part := _answer(child.stdout):  # type: ignore[arg-type]
                take(part)
        except (OSError, EOFError) as error:
            child.kill()
            log.warning("%s reached its limits or died: exit status %s", self.module, child.wait())
            raise OverrunError(self.module) from error
        finally:
            alarm.cancel()


def _send(pipe: IO[bytes], *parts: bytes) -> None:
    for part in parts:
        pipe.write(part)
    pipe.flush()


def _answer(pipe: IO[bytes]) -> bytes:
    """The next part, empty at the end. Raises RefusedError, and EOFError when the child cannot go on."""
    head = pipe.read(FRAME.size)
    if len(head) < FRAME.size:
        raise EOFError
    kind, size = FRAME.unpack(head)
    part = pipe.read(size)
    if kind == REFUSED:
        raise RefusedError(part.decode())
    if kind not in (PART, END) or len(part) < size:
        raise EOFError
    return part
