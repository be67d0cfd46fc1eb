"""The menus of every page."""

from typing import Any

from django.http import HttpRequest

from hezhang.portal.desks.menu import TABS, lines_for, menu_for


def menus(request: HttpRequest) -> dict[str, Any]:
    post = getattr(request, "post", None)
    if post is None:
        return {"menu": [], "tabs": []}
    return {"menu": menu_for(post, request.path), "tabs": lines_for(TABS, post, request.path)}
