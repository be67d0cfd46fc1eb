"""Coverage is measured where rules are tested, and switched off where pages are opened by the thousand.

The tracer makes Python half as fast again; whole-product tests (guards, fuzz, markup, the demonstration, servers) took
half of the suite's time and add no line of a rule that its own tests do not reach.
"""

from pathlib import Path
from typing import Any

import coverage

TESTS = Path(__file__).parent
UNMEASURED = (
    "browser/",
    "demo/",
    "fuzz/",
    "guards/",
    "excel/",
    "look/",
    "races/",
    "security/",
    "serving/",
    "web_lists/",
)
_stopped: list[Any] = []


def pytest_runtest_logstart(nodeid: str, location: tuple[str, int | None, str]) -> None:
    """Before the set-up of a test: the tracer goes on or off with the folder that it stands in."""
    is_measured = not nodeid.removeprefix("tests/").startswith(UNMEASURED)
    if is_measured and _stopped:
        _stopped.pop().start()
    elif not is_measured and not _stopped and (tracer := coverage.Coverage.current()) is not None:
        tracer.stop()
        _stopped.append(tracer)
