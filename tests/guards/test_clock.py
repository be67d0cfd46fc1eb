"""The suite stands on one clock, and `make clocks` finds the tests that hold at noon only."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from hezhang.core.kernel.periods import SHANGHAI
from tests.clock import MOMENTS, NOON

# The same on either engine.
pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
HOLDS_AT_NOON_ONLY = """
from datetime import datetime, timedelta

from hezhang.core.kernel.periods import SHANGHAI


def test_a_walk_begun_21_minutes_ago_is_of_today():
    now = datetime.now(SHANGHAI)
    assert (now - timedelta(minutes=21)).date() == now.date()


def test_in_five_minutes_it_is_still_today():
    now = datetime.now(SHANGHAI)
    assert (now + timedelta(minutes=5)).date() == now.date()


def test_next_year_has_this_day():
    now = datetime.now(SHANGHAI)
    assert now.replace(year=now.year + 1)
"""


@pytest.mark.parametrize(
    ("moment", "red"),
    [
        (NOON, []),
        ("2026-11-25T00:05", ["test_a_walk_begun_21_minutes_ago_is_of_today"]),
        ("2026-11-25T23:58", ["test_in_five_minutes_it_is_still_today"]),
        ("2028-02-29T12:00", ["test_next_year_has_this_day"]),
    ],
)
def test_what_holds_at_noon_only_is_found(tmp_path, moment, red):
    """The control of `make clocks`, in a pytest of its own."""
    assert moment in MOMENTS
    (tmp_path / "test_sample.py").write_text(HOLDS_AT_NOON_ONLY)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.clock", "-p", "no:django", "-c", os.devnull, "-rf"]
    env = os.environ | {"SUITE_CLOCK": moment}
    done = subprocess.run([*command, str(tmp_path)], cwd=ROOT, env=env, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert [line.split("::")[1].split(" ")[0] for line in lines] == red, done.stdout + done.stderr
    assert done.returncode == bool(red)


@pytest.mark.clock("2028-02-29T12:00")
def test_a_test_and_the_processes_it_starts_stand_at_its_moment():
    assert datetime.now(SHANGHAI) == datetime(2028, 2, 29, 12, tzinfo=SHANGHAI)
    asking = [sys.executable, "-c", "import datetime; print(datetime.date.today())"]
    told = subprocess.run(asking, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(date(2028, 2, 29))
