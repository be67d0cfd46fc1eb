"""Coverage is measured where rules are tested, and switched off where pages are opened by the thousand.

The tracer doubles what Python computes; whole-product tests (guards, fuzz, markup, the demonstration, servers) took
half of the suite's time and add no line of a rule that its own tests do not reach. Of the others, those below take long
and go where the cheaper ones have been: measured with them, six of 14,264 lines more are seen. What is left out makes
the figure smaller, never larger.
"""

from pathlib import Path
from typing import Any

import coverage

TESTS = Path(__file__).parent
UNMEASURED = (
    "audit/",
    "browser/",
    "demo/",
    "desks/",
    "documents/",
    "excel/",
    "fuzz/",
    "geo/",
    "guards/",
    "jobs/",
    "journeys/",
    "look/",
    "notify/",
    "races/",
    "security/",
    "serving/",
    "web_lists/",
    # Single files, the costliest first.
    "issues/test_ledger.py",
    "rivers/test_import_chiefs.py",
    "imports/test_registry_kinds.py",
    "api/test_doors.py",
    "imports/test_round_trip.py",
    "issues/test_scope.py",
    "rivers/test_pages.py",
    "imports/test_chiefs_page.py",
    "assessment/test_steps.py",
    "rivers/test_plan_pages.py",
    "imports/test_further_shapes.py",
    "issues/test_settle.py",
    "rivers/test_links.py",
    "parcels/test_pack.py",
    "api/test_docs.py",
    "imports/test_chiefs_kinds.py",
    "search/test_search.py",
    "campaigns/test_start_campaign.py",
    "issues/test_apply.py",
    "imports/test_walks.py",
    "issues/test_deadline_cases.py",
    "parcels/test_near.py",
    "imports/test_chiefs_alone.py",
    "imports/test_regions.py",
    "issues/test_reassign.py",
    "assessment/test_report.py",
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
