"""One writing verb per URL, view, service and test: who knows one of them finds the others by its name."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.urls import get_resolver, path

from tests.guards.test_urls_guarded import walk

TESTS = Path(__file__).resolve().parents[1]
OURS = ("hezhang", "rivers", "patrols", "issues", "assessment")
STEPS = "StepViews."  # drawn from a transition table, whose rows tests/guards/test_workflow_wired.py follows
# Writers without a service of their name, and why.
EXCUSED = {
    "accounts:sign_in": "Django's own login",
    "accounts:second_step": "Django's own login, after the code",
    "accounts:sign_out": "Django's own logout",
    "accounts:confirm": "the password is compared by the form, the mark is the session's",
    "demo:enter": "Django's own login",
    "parcels:file": "only looks: the file is kept for a day; parcels:bring_in takes it in",
    "people:open_accounts": "starts a job of that name, which makes the passwords",
    "web:choose_shell": "keeps a cookie",
    "patrols:walk": "a page that only reads; patrols:submit_patrol shows it again with what was typed",
}


@cache
def names(function: Callable) -> frozenset[str]:
    """Every name, attribute and the word POST in its source; a trailing underscore, where Python owns the word, does not count."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {"POST" for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == "POST"}
    return frozenset(name.rstrip("_") for name in found)


def is_view(function: Callable) -> bool:
    return function.__module__.split(".")[0] in OURS and ".views" in function.__module__


def near(function: Callable, depth: int = 2) -> set[Callable]:
    """The view and those functions of our views that it calls by name."""
    found = {function}
    for name in names(function) if depth else ():
        called = inspect.unwrap(function.__globals__.get(name, 0))
        if inspect.isfunction(called) and (called.__module__ == function.__module__ or is_view(called)):
            found |= near(called, depth - 1)
    return found


def writers(patterns) -> Iterator[tuple[str, Callable, frozenset[str]]]:
    """(URL name, view, every name near it) of views that read what was posted."""
    for name, view in walk(patterns):
        inner = inspect.unwrap(view)
        if not inspect.isfunction(inner) or inner.__qualname__.startswith(STEPS):
            continue
        every = frozenset().union(*map(names, near(inner)))
        if every & {"POST", "require_POST"}:
            yield name, inner, every


def of_two_words(patterns) -> list[str]:
    """Writers whose view, or whose service, has another name than their URL."""
    return [
        name
        for name, view, every in writers(patterns)
        if name not in EXCUSED
        if (verb := name.split(":")[-1]) != view.__name__.rstrip("_") or verb not in every
    ]


def untried(patterns) -> list[str]:
    """Writers that no test has as its file, calls as a service or names as a URL."""
    tests = [file for file in TESTS.rglob("*.py") if file.parent.name != "guards"]
    texts = "".join(
        [*(f'"{file.stem.removeprefix("test_")}"' for file in tests), *(one.read_text("utf8") for one in tests)]
    )
    tried = set(re.findall(r"""(\w+)(?:["(]|_\()""", texts))
    return [name for name, _, _ in writers(patterns) if name.split(":")[-1] not in tried]


def test_url_view_and_service_have_one_verb():
    assert of_two_words(get_resolver().url_patterns) == []


def test_every_writer_is_tried_by_its_name():
    assert untried(get_resolver().url_patterns) == []


def test_no_excuse_is_left_over():
    assert set(EXCUSED) <= {name for name, _, _ in writers(get_resolver().url_patterns)}


def test_the_guard_fails_for_another_word_and_without_a_test():
    def save_boat(request):
        return request.POST and launch_boat

    def launch_boat(request):
        return request.POST and launch_boat

    assert of_two_words([path("boats/", save_boat, name="launch_boat")]) == ["launch_boat"]
    assert of_two_words([path("boats/", save_boat, name="save_boat")]) == ["save_boat"]
    assert of_two_words([path("boats/", launch_boat, name="launch_boat")]) == []
    assert untried([path("boats/", launch_boat, name="launch_" + "boat")]) == ["launch_" + "boat"]
