"""The README is true: its workflow tables are the code's, and the files it names exist."""

import re
from difflib import ndiff
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from hezhang.management.commands.workflow_table import WORKFLOWS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf8")


def differing_lines(readme: str, workflow: str = "issues") -> list[str]:
    """Lines of the workflow table that only the README or only the code has."""
    out = StringIO()
    call_command("workflow_table", workflow, stdout=out)
    shown = readme.split(f"<!-- workflow table: {workflow} -->")[1].split("<!-- end of workflow table -->")[0]
    return [line for line in ndiff(shown.strip().splitlines(), out.getvalue().strip().splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize("workflow", sorted(WORKFLOWS))
def test_the_workflow_table_is_the_codes(workflow):
    assert differing_lines(README, workflow) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| 申请销号 `apply` | 整改中 |", "| 申请销号 `apply` | 待签收 |"),
        ("附整改后照片", "—"),
        ("| 待签收 | 整改中 | 责任单位 |", "| 待签收 | 整改中 | 河长办 |"),
    ],
)
def test_the_guard_fails_for_a_changed_cell(old, new):
    assert old in README
    assert len(differing_lines(README.replace(old, new))) == 2


def test_the_guard_fails_for_a_changed_cell_of_the_second_table():
    old = "| 定稿 `freeze` | 预评估 | 已定稿 |"
    assert old in README
    assert len(differing_lines(README.replace(old, "| 定稿 `freeze` | 预评估 | 不变 |"), "rounds")) == 2


def test_the_guard_fails_for_a_row_too_few_and_a_row_too_many():
    row = next(line for line in README.splitlines() if line.startswith("| 销号 `close`"))
    assert differing_lines(README.replace(f"{row}\n", "")) == [f"+ {row}"]
    assert differing_lines(README.replace(row, f"{row}\n{row}x")) == [f"- {row}x"]


def test_the_files_it_links_exist():
    for page in [ROOT / "README.md", ROOT / "hezhang/decisions/README.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_make_targets_it_names_exist():
    makefile = (ROOT / "Makefile").read_text("utf8")
    for name in set(re.findall(r"`make ([a-z-]+)`", README)):
        assert re.search(rf"^{name}:", makefile, re.M), name
