"""A worker process ends when the server that started it is gone: it would keep the port, and answer with old code."""

import multiprocessing
import os
import signal
import threading
import time

PATIENCE = 10  # rounds for requests that are being answered


def end_with_parent(every: float = 1.0) -> None:
    """Watch in a thread of its own; does nothing in a process that no server started."""
    # Not os.getppid(): a server that dies while its worker still starts would never have been seen.
    parent = multiprocessing.parent_process()
    if parent and parent.pid:
        threading.Thread(target=_watch, args=(parent.pid, every), name="parent", daemon=True).start()


def _watch(parent: int, every: float) -> None:
    while os.getppid() == parent:
        time.sleep(every)
    # More than once: a worker that is still starting has the server's own handler, which hears nobody.
    for _ in range(PATIENCE):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(every)
    os.kill(os.getpid(), signal.SIGKILL)
