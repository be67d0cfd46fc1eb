"""Closed by default: every view carries its rule, public ones their reason."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path

from hezhang.core.accounts import access
from hezhang.core.accounts.middleware import ClosedByDefaultMiddleware
from hezhang.core.api.entering import enter

# What anybody may open, and nothing else.
PUBLIC = {"accounts:sign_in", "accounts:second_step", "accounts:sign_out", "accounts:set_password"}
PUBLIC |= {"demo:enter", "desks:health", "desks:worker", "public:board"}


def walk(patterns, namespace: str = "") -> Iterator[tuple[str, object]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else ""
            yield from walk(each.url_patterns, namespace + inner)
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name or each.pattern}", each.callback


def unguarded(patterns) -> list[str]:
    return [name for name, view in walk(patterns) if access.stamp_of(view) is None]


def test_every_view_is_stamped():
    assert unguarded(get_resolver().url_patterns) == []


def test_public_views_are_the_listed_ones_and_say_why():
    public = {name: access.stamp_of(view) for name, view in walk(get_resolver().url_patterns)}
    public = {name: stamp for name, stamp in public.items() if stamp.is_public}
    assert set(public) == PUBLIC
    assert all(stamp.reason for stamp in public.values())


def test_every_door_of_the_api_is_entered_by_a_token_and_a_rule():
    doors = [access.stamp_of(view) for name, view in walk(get_resolver().url_patterns) if name.startswith("api:")]
    assert len(doors) > 5
    assert {stamp.entrance for stamp in doors} == {enter} and all(stamp.rule for stamp in doors)


def test_nothing_else_is_entered_by_a_token():
    stamps = {name: access.stamp_of(view) for name, view in walk(get_resolver().url_patterns)}
    assert {name.partition(":")[0] for name, stamp in stamps.items() if stamp.entrance} == {"api"}


def test_the_guard_fails_when_violated():
    assert unguarded([path("open/", lambda request: HttpResponse(), name="open")]) == ["open"]


def test_an_unstamped_view_does_not_answer():
    request = RequestFactory().get("/open/")
    with pytest.raises(ImproperlyConfigured):
        ClosedByDefaultMiddleware(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), (), {})
