"""The one clock of the suite: every test runs at a chosen moment, which stands still while it runs.

``SUITE_CLOCK`` chooses: nothing, a plain working day at noon; ``2028-02-29T12:00``, that moment in Shanghai; ``real``, the
real time, going on; ``spread``, one of MOMENTS for each file, so that one run meets them all. ``make clocks`` runs the
tests at every one of them. ``@pytest.mark.clock("2026-10-04T06:50")`` fixes a test's moment, ``@pytest.mark.clock()``
keeps tests together that share rows; ``story_until`` lets a story that is told
in dates run at every moment after its last one. A process that a test starts begins at the same moment: tests/child/sitecustomize.py.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zlib import crc32

import pytest
import time_machine

from hezhang.core.kernel.periods import SHANGHAI

NOON = "2026-11-25T12:00"
REAL = "real"
MOMENTS = {
    NOON: "a plain Wednesday",
    "2026-11-25T00:05": "just after midnight: an hour ago is yesterday",
    "2026-11-25T23:58": "just before midnight: in five minutes is tomorrow",
    "2026-10-01T09:00": "the first day of a quarter, a public holiday",
    "2026-12-31T17:30": "the last day of a quarter and of a year",
    "2028-02-29T12:00": "a leap day",
    "2026-02-17T10:00": "Spring Festival",
    "2029-01-15T12:00": "beyond the holiday table",
}
CHILD = Path(__file__).parent / "child"
ASKED = os.environ.get("SUITE_CLOCK", NOON)


def moment_of(item: pytest.Item) -> str:
    """What the test itself asks for; else the suite's. Browser tests look at a real server: they run in real time."""
    mark = item.get_closest_marker("clock")
    if mark and mark.args:
        return mark.args[0]
    if item.get_closest_marker("browser"):
        return REAL
    asked = _spread(item.nodeid.split("::")[0] if mark is None else "") if ASKED == "spread" else ASKED
    story = item.get_closest_marker("story_until")
    return NOON if story and asked < story.args[0] else asked


def _spread(place: str) -> str:
    return list(MOMENTS)[crc32(place.encode()) % len(MOMENTS)]


@contextmanager
def standing_at(moment: str) -> Iterator[None]:
    """The clock stands; the processes that are started meanwhile begin here. In real time nothing is touched."""
    if moment == REAL:
        yield
        return
    at = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).timestamp()
    kept = {name: os.environ.get(name) for name in ("PYTHONPATH", "SUITE_CLOCK_OFFSET")}
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CHILD), kept["PYTHONPATH"]]))
    os.environ["SUITE_CLOCK_OFFSET"] = str(at - time.time())
    try:
        with time_machine.travel(at, tick=False):
            yield
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def stands() -> bool:
    """Whether the time that is read now is read again a moment later."""
    return "SUITE_CLOCK_OFFSET" in os.environ


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Files are read in another year: a day that a test takes while it is imported is wrong at once, not at midnight."""
    with time_machine.travel(datetime(2003, 3, 3, tzinfo=SHANGHAI)):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Set-up of every scope, test and tear-down stand at one moment (a fixture would leave the wider scopes out)."""
    with standing_at(moment_of(item)):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failure says at which moment it happened."""
    report = yield
    if report.failed:
        report.sections.append(("clock", f"SUITE_CLOCK={moment_of(item)}"))
    return report


def pytest_report_header() -> str:
    return f"clock: {ASKED}"


if __name__ == "__main__":  # for `make clocks`
    print(REAL, *MOMENTS)  # noqa: T201
