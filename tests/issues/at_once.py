"""Real threads with their own connections, let go at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from hezhang.core.workflow.errors import StepRefused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts together; gives each one's result, or the StepRefused it met."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def go(number: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[number] = act()
        except StepRefused as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [Thread(target=go, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
