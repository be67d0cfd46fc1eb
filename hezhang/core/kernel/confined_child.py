"""The child's side of ``confined``: takes orders on its standard input and works on them within the limits it was given.

Run by its path and with the standard library alone: the packages above a worker's module are entered without their
``__init__``, so that neither Django nor Celery is loaded and a child is ready in a twentieth of a second.
"""

from __future__ import annotations

import importlib
import json
import math
import resource
import signal
import struct
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

ORDER = struct.Struct(">II")  # bytes of what is told, bytes of the file
FRAME = struct.Struct(">cI")  # kind of the frame, bytes of it
PART, REFUSED, TOO_MUCH, END = b"+", b"!", b"?", b"."
Work = Callable[[dict[str, Any], bytes], Iterator[bytes]]


class RefusedError(ValueError):
    """The file cannot be taken; the message is Chinese and says what to do."""


def allow_cpu(seconds: int) -> None:
    """End this process after so many more seconds of computing (one more at most: the kernel counts whole ones)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hard))


def main(module: str, memory: str, cpu: str) -> None:
    """Import ``module`` and let its ``work`` answer every order until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the parent hears it, and closes the pipe
    _enter_packages(module)
    work: Work = importlib.import_module(module).work
    # Address space, for resident memory has no limit on Linux; no file may be written, no core dumped.
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(what, (0, 0))
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := orders.read(ORDER.size):
        told, size = ORDER.unpack(head)
        allow_cpu(int(cpu))
        _answer(work, json.loads(orders.read(told)), orders.read(size), answers)


def _answer(work: Work, told: dict[str, Any], data: bytes, answers: IO[bytes]) -> None:
    try:
        for part in work(told, data):
            answers.write(FRAME.pack(PART, len(part)) + part)
        answers.write(FRAME.pack(END, 0))
    except RefusedError as refusal:
        words = str(refusal).encode()
        answers.write(FRAME.pack(REFUSED, len(words)) + words)
    except MemoryError:
        answers.write(FRAME.pack(TOO_MUCH, 0))
    answers.flush()


def _enter_packages(module: str) -> None:
    """Stand in for the packages above ``module`` and this one, and for this module under its real name."""
    root = Path(__file__).resolve().parents[3]
    for inner in (module, "hezhang.core.kernel.confined_child"):
        parts = inner.split(".")[:-1]
        for depth in range(1, len(parts) + 1):
            package = types.ModuleType(".".join(parts[:depth]))
            package.__path__ = [str(root.joinpath(*parts[:depth]))]
            sys.modules.setdefault(package.__name__, package)
    sys.modules["hezhang.core.kernel.confined_child"] = sys.modules["__main__"]


if __name__ == "__main__":
    main(*sys.argv[1:])
