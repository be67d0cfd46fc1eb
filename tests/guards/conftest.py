"""Guards that read the source find the same beside either database: the gate asks them once."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that ask no database run beside SQLite, where everybody has them (tests/conftest.py skips them elsewhere)."""
    for item in items:
        is_source = "db" not in getattr(item, "fixturenames", ()) and not item.get_closest_marker("django_db")
        if HERE in item.path.parents and is_source and not item.get_closest_marker("once"):
            item.add_marker(pytest.mark.elsewhere)
