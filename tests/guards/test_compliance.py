"""docs/compliance.md claims nothing that is not there: every file and test it names exists, every control has a test or a reason."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/compliance.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
PLACE = re.compile(
    r"`((?:hezhang|rivers|patrols|issues|assessment|deploy|scripts|tests|docs)/[\w./-]+|\w+\.(?:txt|toml))`"
)
# What the application leaves to others, or does not do; a reason must follow.
OPEN = re.compile(r"^(部署方|未做|不适用)(：|；)\S.{5,}")


def rows(text: str) -> Iterator[list[str]]:
    """Cells of every control: clause, what is asked, the verdict, places, tests."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[0] not in ("条款", "节") and set(cells[0]) != {"-"}:
            yield cells


@cache
def defined_in(file: str) -> frozenset[str]:
    if not (ROOT / file).is_file():
        return frozenset()
    tree = ast.parse((ROOT / file).read_text("utf8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    named = [("", node) for node in tree.body] + [(f"{one.name}::", node) for one in classes for node in one.body]
    return frozenset(prefix + node.name for prefix, node in named if isinstance(node, ast.FunctionDef))


def missing(text: str) -> list[str]:
    """Tests and files that the text names and nobody has."""
    tests = [f"{file}::{name}" for file, name in TEST.findall(text) if name not in defined_in(file)]
    return tests + [place for place in PLACE.findall(text) if not (ROOT / place).exists()]


def unproved(text: str) -> list[str]:
    """Controls that are claimed without a place and a test, or left open without a reason."""
    return [
        " ".join(cells[:2])
        for cells in rows(text)
        if not (OPEN.match(cells[2]) or (PLACE.search(cells[3]) and TEST.search(cells[4])))
    ]


def test_every_test_and_file_it_names_exists():
    assert missing(DOCUMENT.read_text("utf8")) == []


def test_no_control_is_claimed_without_a_test():
    text = DOCUMENT.read_text("utf8")
    assert len(list(rows(text))) > 60 and unproved(text) == []


def test_the_chapters_are_all_there():
    """The whole of 8.1.4 and of ASVS 5.0: what is not done has a line of its own."""
    clauses = [cells[0] for cells in rows(DOCUMENT.read_text("utf8"))]
    for number in range(1, 12):
        assert [one for one in clauses if one.startswith(f"8.1.4.{number} ") or one == f"8.1.4.{number}"], number
    for number in range(1, 5):
        assert [one for one in clauses if one.startswith(f"8.1.5.{number} ")], number
    named = {part.split(".")[0] for one in clauses for part in one.split() if part.startswith("V")}
    assert named == {f"V{number}" for number in range(1, 18)}


@pytest.mark.parametrize(
    "row",
    [
        "| 8.1.4.1 a | 身份唯一 | 做到 | `hezhang/settings.py` | |",
        "| 8.1.4.1 a | 身份唯一 | 做到 | | `tests/guards/test_compliance.py::test_the_chapters_are_all_there` |",
        "| 8.1.4.6 | 可信验证 | 未做 | | |",
    ],
)
def test_the_guard_fails_for_a_bare_claim(row):
    assert unproved(row)


def test_the_guard_fails_for_what_is_not_there():
    assert missing("`tests/guards/test_compliance.py::test_nothing`") and missing("`hezhang/core/nothing.py`")
    assert missing("`tests/guards/test_nothing.py::test_nothing`")
