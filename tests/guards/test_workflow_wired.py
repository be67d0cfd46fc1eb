"""One word in six files: each row of the workflow table has its URL, view, service and test."""

from pathlib import Path

import pytest
from django.urls import resolve, reverse

from issues.ledger import services, views
from issues.ledger.workflow import TABLE

ROOT = Path(__file__).resolve().parents[2]
# Python's own word, and a word that says too little alone.
LONGER = {"return": "return_to_office", "apply": "apply_for_closing"}


@pytest.mark.parametrize("verb", list(TABLE.rows))
def test_row_is_wired(verb):
    name = LONGER.get(verb, verb)
    url = reverse(f"issues:{verb}", args=[] if verb == "report" else [1])
    assert resolve(url).func is getattr(views, name)
    assert name in services.__all__
    assert callable(getattr(services, name))
    assert (ROOT / "tests" / "issues" / f"test_{verb}.py").is_file()


def test_no_service_is_without_a_row():
    rows = {LONGER.get(verb, verb) for verb in TABLE.rows}
    assert set(services.__all__) - rows == {"report_finding"}
