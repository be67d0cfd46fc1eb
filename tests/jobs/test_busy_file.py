"""On a SQLite file somebody writes while a job reads: the job goes on, and a failing one ends at once.

SQLite refuses at once, whatever its timeout, to write in a connection that reads rows from before another's write:
an export of the journal met it with its progress, and again with the word that it had failed, and hung for five minutes.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.template import sqlite_template

pytestmark = pytest.mark.once


def test_reading_while_somebody_writes(tmp_path):
    shutil.copy(sqlite_template(), tmp_path / "site.sqlite3")
    own = {"DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}", "MEDIA_ROOT": str(tmp_path / "media")}
    own |= {
        "VAR_DIR": str(tmp_path),
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "hezhang.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", "tests.jobs.reader"]
    done = subprocess.run(command, env=os.environ | own, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "read": ["done", 3, ""],
        "refuse": ["failed", 0, "所选期间没有数据，请改选季度。"],
        "break": ["waiting", 0, ""],
        "export": ["done"],
        "control": ["waiting"],  # its progress on the same connection: "database is locked"
    }
