"""Building very many objects at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for cycles meanwhile: for work that builds tens of thousands of rows, all of them needed until its end.

    Each time their number has grown by some, the collector would look through all of them again, in vain: a fifth of
    the time of a round of 2,000 towns. Reference counts free what they free, as always. Several at once do no harm:
    whoever found the collector running sets it going again.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
