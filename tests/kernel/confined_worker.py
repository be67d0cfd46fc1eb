"""What the tests of ``kernel.confined`` let a child do."""

import importlib
import os
import sys
import time

from hezhang.core.kernel import confined_child
from hezhang.core.kernel.confined_child import RefusedError


def work(told, data):
    """One act by its name; ``say`` by default."""
    yield from ACTS[told["act"]](told, data)


def say(told, data):
    yield from (str(os.getpid()).encode(), data)


def refuse(told, data):
    raise RefusedError("不收")


def hoard(told, data):
    yield str(len(bytearray(told["bytes"]))).encode()


def compute(told, data):
    end = time.process_time() + told["seconds"]
    while time.process_time() < end:
        pass
    yield b"done"


def sleep(told, data):
    yield b"half"
    time.sleep(600)


def die(told, data):
    os.kill(os.getpid(), 9)
    yield b""


def write(told, data):
    try:
        with open(told["path"], "wb") as file:
            file.write(b"x")
    except OSError:
        yield b"refused"
    else:
        yield b"written"


def enter(told, data):
    """Import a real worker's module as a child does."""
    confined_child._enter_packages(told["module"])
    importlib.import_module(told["module"])
    yield ",".join(sys.modules).encode()


ACTS = {act.__name__: act for act in (say, refuse, hoard, compute, sleep, die, write, enter)}
