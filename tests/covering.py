"""Measures what the suite covers: ``make test COVER="-p tests.covering"``, which ``make covered`` then reads.

Python 3.11 traces slowly: with a tracer the suite took half as long again. SlipCover writes its probes into the code of a
module when it is imported, so only the modules that are measured pay: those where rules are, or with ``COVER_WHOLE=1``
the whole product. Every worker leaves what it saw, and the process that started them adds it up.
"""

import json
import os
from pathlib import Path

import pytest
import slipcover

from scripts import covered

WHOLE = "COVER_WHOLE" in os.environ
NEVER = 1_000_000_000  # a probe costs less than looking again and again for those that are no longer needed
WORKER = os.environ.get("PYTEST_XDIST_WORKER")


class Matcher(slipcover.FileMatcher):
    """Which modules get probes."""

    def matches(self, filename: Path | str | None) -> bool:
        if filename is None or not (file := Path(filename)).is_relative_to(covered.ROOT):
            return False
        name = file.relative_to(covered.ROOT).as_posix()
        return covered.is_ours(name) if WHOLE else covered.holds(name)


seen = slipcover.Slipcover(branch=True, d_miss_threshold=NEVER, exclude_also=["if TYPE_CHECKING:"])
probing = slipcover.ImportManager(seen, Matcher())
if WORKER:  # at once: Django imports the product before any hook of ours is called
    probing.__enter__()


def _left_by(worker: str) -> Path:
    return covered.MEASURED.with_name(f"coverage-{worker}.json")


def _left() -> list[Path]:
    return sorted(covered.MEASURED.parent.glob(_left_by("*").name))


def pytest_configure(config: pytest.Config) -> None:
    if WORKER:
        return
    if not config.option.numprocesses:
        raise pytest.UsageError("tests.covering measures workers: add -n")
    covered.MEASURED.parent.mkdir(exist_ok=True)
    for old in [covered.MEASURED, *_left()]:
        old.unlink(missing_ok=True)


@pytest.hookimpl(trylast=True)  # when the workers have ended, too
def pytest_sessionfinish() -> None:
    if WORKER:
        _left_by(WORKER).write_text(json.dumps(seen.get_coverage()), "utf8")
        return
    first, *others = [json.loads(path.read_text("utf8")) for path in _left()]
    for other in others:
        slipcover.merge_coverage(first, other)
    covered.MEASURED.write_text(json.dumps(first), "utf8")
