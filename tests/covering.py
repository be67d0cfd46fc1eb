"""Coverage is measured where rules are tested, and switched off where pages are opened by the thousand.

The tracer doubles what Python computes; whole-product tests (guards, fuzz, markup, the demonstration, servers) took
half of the suite's time and add no line of a rule that its own tests do not reach. Of the others, those below take long
and go where the cheaper ones have been. Of a test that is run with many values the first run is measured: all the others
together go to 178 of 23,059 lines and branches that it does not. What is left out makes the figure smaller, never larger.
"""

from typing import Any

import coverage
import pytest

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
    "imports/test_import_file.py",
    "parcels/test_at_once.py",
    "files/test_bombs.py",
    "assessment/test_stands_still.py",
    "campaigns/test_papers.py",
    "issues/test_return.py",
    "assessment/test_freeze.py",
    "api/test_rooms.py",
    "issues/test_hold.py",
    "issues/test_send_back_by_list.py",
    "issues/test_rectify.py",
    "issues/test_recall.py",
    "api/test_changes.py",
    "issues/test_grant_extension.py",
    "issues/test_nudge.py",
    "assessment/test_at_once.py",
    "patrols/test_before.py",
)
_stopped: list[Any] = []
_firsts: dict[str, str] = {}  # of each test the first that is run, by its name without the values


def pytest_collection_finish(session: pytest.Session) -> None:
    for item in session.items:
        _firsts.setdefault(item.nodeid.split("[")[0], item.nodeid)


def pytest_runtest_logstart(nodeid: str, location: tuple[str, int | None, str]) -> None:
    """Before the set-up of a test: the tracer goes on or off with the place that it stands in."""
    is_first = _firsts.get(nodeid.split("[")[0]) == nodeid
    is_measured = is_first and not nodeid.removeprefix("tests/").startswith(UNMEASURED)
    if is_measured and _stopped:
        _stopped.pop().start()
    elif not is_measured and not _stopped and (tracer := coverage.Coverage.current()) is not None:
        tracer.stop()
        _stopped.append(tracer)
