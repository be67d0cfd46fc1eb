"""Core knows no state and no subject of an app, not even in a string: what it shows of them, the apps tell it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from assessment.rounds.choices import RoundState
from hezhang.core.accounts.choices import Role
from issues.ledger.choices import State
from patrols.walks.choices import FindingState

CORE = Path(__file__).resolve().parents[2] / "hezhang/core"
DOMAIN = ("rivers", "patrols", "issues", "assessment")
# The page of all parts shows them with made-up content, such as an office would read.
SAMPLES = {"web/styleguide.py"}
OWN = {"entry", "plan"}  # a row of the journal is called so, too, and what the desk would do with a workbook


def subjects() -> dict[str, str]:
    return {key: words for name in DOMAIN for key, words in apps.get_app_config(name).journal_things.items()}


def said(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that is no docstring; the names of roles are core's own."""
    tree = ast.parse(source)
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)))
    docs = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            text = node.value
            for role in Role.labels:
                text = text.replace(role, "")
            yield node.lineno, text


def domain_words(source: str) -> list[str]:
    """Each string of the source that names a subject or a state of an app."""
    whole = set(subjects()) - OWN
    part = {*subjects().values(), *State.labels, *FindingState.labels, *RoundState.labels}
    return [f"{line}: {text}" for line, text in said(source) if text in whole or any(word in text for word in part)]


def test_core_says_nothing_of_the_apps():
    found = {}
    for file in sorted(CORE.rglob("*.py")):
        name = str(file.relative_to(CORE))
        if name not in SAMPLES and "migrations" not in file.parts and (wrong := domain_words(file.read_text("utf8"))):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("line", ['TONES = {"x": "整改中"}', 'kind = "issue"', 'say(f"这条{name}问题")'])
def test_the_guard_fails_when_violated(line):
    assert domain_words(line)


def test_a_docstring_and_the_name_of_a_role_are_no_violation():
    assert domain_words('"""问题"""\nrole = "巡河员"') == []
