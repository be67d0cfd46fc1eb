"""A renamed URL fails here, instead of a panel or a link vanishing: ``{% url … as x %}`` swallows a name that nobody has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.guards.test_urls_guarded import walk

pytestmark = pytest.mark.apart

ROOT = Path(__file__).resolve().parents[2]
OURS = ("hezhang", "rivers", "patrols", "issues", "assessment")
TAG = re.compile(r"""{%\s*url\s+["']([\w:.-]+)["']""")
MADE = re.compile(r"""{%\s*url\s+["'][\w:.-]+["']\s*\|""")  # "issues:"|add:verb: the table's guard knows these
NAME = re.compile(r"[a-z_]+:[a-z_]+")
CALLS = {"reverse", "redirect", "link", "Line", "Tool", "resolve_url"}


def known() -> set[str]:
    return {name for name, _ in walk(get_resolver().url_patterns)}


def in_template(text: str) -> set[str]:
    return set(TAG.findall(MADE.sub("", text)))


def in_source(source: str) -> set[str]:
    """Names given to what makes an address of them."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            found |= {text for text in texts if NAME.fullmatch(text)}
    return found


def named() -> Iterator[tuple[str, str]]:
    """(file, URL name) of every place that names one."""
    for file in (ROOT / "templates").rglob("*.html"):
        yield from ((str(file.relative_to(ROOT)), name) for name in in_template(file.read_text("utf8")))
    for app in OURS:
        for file in (ROOT / app).rglob("*.py"):
            yield from ((str(file.relative_to(ROOT)), name) for name in in_source(file.read_text("utf8")))


def test_every_name_is_somebodys():
    names = known()
    assert [f"{file}: {name}" for file, name in named() if name not in names] == []
    assert sum(1 for _ in named()) > 150


def test_the_guard_fails_for_a_renamed_url():
    assert in_template('{% url "issues:of_stream" river.pk as panel %}') - known() == {"issues:of_stream"}
    assert in_source('link("rivers:stretch", 1)') - known() == {"rivers:stretch"}


def test_nobody_swallows_a_name_that_does_not_exist():
    files = [file for app in OURS for file in (ROOT / app).rglob("*.py")]
    assert [str(file) for file in files if "NoReverseMatch:" in file.read_text("utf8")] == []
