"""The bar of what the suite covers is about the files where rules are, and is missed when they are not gone through."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import covered

ROOT = Path(__file__).resolve().parents[2]


def file_of(lines: int, missing: int) -> dict:
    return {
        "missing_lines": [3, 4, 7][:missing],
        "missing_branches": [[3, 0]] if missing else [],
        "summary": {
            "covered_lines": lines - missing,
            "missing_lines": missing,
            "covered_branches": 0,
            "missing_branches": int(bool(missing)),
            "percent_covered": 0.0,
        },
    }


def test_it_is_about_the_files_where_rules_are():
    held = {
        str(path.relative_to(ROOT)) for path in ROOT.glob("*/**/*.py") if covered.holds(str(path.relative_to(ROOT)))
    }
    assert {
        "issues/ledger/workflow.py",
        "issues/ledger/rules/clock.py",
        "assessment/rounds/services/__init__.py",
        "hezhang/core/kernel/periods.py",
        "hezhang/core/workflow/engine.py",
    } <= held
    assert not {file for file in held if "/views/" in file or "/forms/" in file}


def test_what_is_missing_is_named():
    said = covered.told({"issues/ledger/rules/clock.py": file_of(20, 3), "issues/ledger/urls.py": file_of(10, 2)})
    assert said[0] == "issues/ledger/rules/clock.py: 3-4, 7 3→exit"
    assert "issues/ledger/workflow.py: never imported" in said
    assert [line.split()[0] for line in said[-3:]] == ["issues", "all", "rules,"]
    assert said[-1].split()[-2] == "81.0"  # 17 of 20 lines and of the branch that none took


@pytest.mark.parametrize(("missing", "code"), [(0, 0), (2, 1)])
def test_below_the_bar_it_fails(tmp_path, missing, code):
    for name in ("scripts", "var"):
        (tmp_path / name).mkdir()
    script = shutil.copy(ROOT / "scripts/covered.py", tmp_path / "scripts")
    measured = {"issues/ledger/rules/clock.py": file_of(20, missing), "issues/ledger/urls.py": file_of(9, 3)}
    (tmp_path / "var/coverage.json").write_text(json.dumps({"files": measured}), "utf8")
    assert subprocess.run([sys.executable, script], capture_output=True).returncode == code
