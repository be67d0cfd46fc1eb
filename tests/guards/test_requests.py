"""The type of a view's request says what its stamp lets through, so that nobody reads a post that may be missing."""

import ast
from inspect import signature, unwrap
from pathlib import Path
from typing import get_type_hints

import pytest
from django.http import HttpRequest
from django.urls import get_resolver

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest, SignedInRequest, SiteRequest
from tests.guards.test_urls_guarded import walk

pytestmark = pytest.mark.apart

ROOT = Path(__file__).resolve().parents[2]
OURS = ("hezhang", "rivers", "patrols", "issues", "assessment")


def meant(stamp: access.Stamp) -> type[HttpRequest]:
    if stamp.is_public:
        return SiteRequest
    return PostRequest if stamp.needs_post else SignedInRequest


def mistyped(doors) -> list[str]:
    """Names of views whose request is of another type than their stamp."""
    found = []
    for name, view in doors:
        inner = unwrap(view)
        first = next(iter(signature(inner).parameters))
        if get_type_hints(inner).get(first) is not meant(access.stamp_of(view)):
            found.append(name)
    return found


def asking_blindly(source: str) -> list[str]:
    """Functions that ask a request for its post though its type does not say that it has one."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and (blind := _blind(node))
        if any(
            isinstance(x, ast.Attribute) and x.attr == "post" and ast.unparse(x.value) in blind for x in ast.walk(node)
        )
    ]


def _blind(function: ast.FunctionDef) -> set[str]:
    return {
        arg.arg
        for arg in function.args.args
        if arg.annotation and ast.unparse(arg.annotation) in {"HttpRequest", "WSGIRequest"}
    }


def test_every_view_takes_the_request_of_its_stamp():
    assert mistyped(walk(get_resolver().url_patterns)) == []


def test_nobody_asks_an_untyped_request_for_its_post():
    files = [file for app in OURS for file in (ROOT / app).rglob("*.py")]
    assert [f"{file}: {name}" for file in files for name in asking_blindly(file.read_text("utf8"))] == []
    assert [str(file) for file in files if "type: ignore[attr-defined]" in file.read_text("utf8")] == []


def test_the_guard_fails_for_a_view_that_may_have_no_post():
    @access.signed_in(needs_post=False)
    def me(request: PostRequest): ...

    @access.when(lambda post: None)
    def ledger(request: HttpRequest): ...

    assert mistyped([("me", me), ("ledger", ledger)]) == ["me", "ledger"]
    assert asking_blindly("def ledger(request: HttpRequest):\n    return request.post") == ["ledger"]
