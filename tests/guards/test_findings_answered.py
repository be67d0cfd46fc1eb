"""Ruff's security rules (S, after bandit) hold for the whole product; what is set aside says why on its line."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("hezhang", "rivers", "patrols", "issues", "assessment", "scripts", "bench", "manage.py")
ASIDE = re.compile(r"#\s*noqa(?P<rules>:[\sA-Z0-9,]*?)?(?P<why>\s+-\s+\S.*)?$")
# Bandit's number → the same question in ruff, or the reason why none is asked.
SKIPPED = {
    "B105": "S105",
    "B106": "S106",
    "B308": "S308",
    "B311": "S311",
    "B404": "importing subprocess does nothing; each call is S603",
    "B603": "S603",
    "B608": "S608",
    "B703": "S308",
}


def settings() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]


def unanswered(line: str) -> bool:
    """Whether the line sets a security finding aside, or all findings, without a reason."""
    found = ASIDE.search(line)
    return bool(found) and (not found["rules"] or re.search(r"\bS\d", found["rules"]) is not None) and not found["why"]


def test_every_finding_that_is_set_aside_says_why():
    files = [file for name in PRODUCT for file in (sorted((ROOT / name).rglob("*.py")) or [ROOT / name])]
    lines = [
        (file, number, line) for file in files for number, line in enumerate(file.read_text("utf8").splitlines(), 1)
    ]
    assert [f"{file}:{number}" for file, number, line in lines if unanswered(line)] == []


def test_the_guard_fails_for_a_finding_without_a_reason():
    for line in ("x()  # noqa: S603", "x()  # noqa", "x()  # noqa: S310, E501"):
        assert unanswered(line), line
    assert not unanswered("x()  # noqa: S603 - our own file")
    assert not unanswered("x()  # noqa: SIM115 - closed by the response")


def test_the_rules_are_on_for_the_whole_product():
    lint = settings()["ruff"]["lint"]
    assert "S" in lint["select"] and not [rule for rule in lint["ignore"] if re.fullmatch(r"S\d*", rule)]
    assert [name for name, rules in lint["per-file-ignores"].items() if "S" in rules] == ["tests/**"]


def test_bandit_leaves_out_only_what_ruff_asks():
    assert set(settings()["bandit"]["skips"]) == set(SKIPPED)
    assert "bandit -q -c pyproject.toml" in (ROOT / "Makefile").read_text("utf8")
