"""The menus of every page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hezhang.portal.desks.menu import TABS, lines_for, menu_for
from rivers.registry.homes import is_home


def menus(request: HttpRequest) -> dict[str, Any]:
    post = getattr(request, "post", None)
    if post is None:
        return {"menu": [], "tabs": []}
    path = path_of(request)
    return {"menu": menu_for(post, path), "tabs": lines_for(TABS, post, path)}


def path_of(request: HttpRequest) -> str:
    """Where the menus say that one is: in a home, whichever app the tab is of, with the rivers."""
    match = request.resolver_match
    return reverse("rivers:rivers") if match and is_home(match.view_name) else request.path
