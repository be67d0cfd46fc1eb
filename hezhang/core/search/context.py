"""Whether the head of a page has the box to search in."""

from typing import Any

from django.http import HttpRequest

from hezhang.core.search.sources import may_search


def box(request: HttpRequest) -> dict[str, Any]:
    post = getattr(request, "post", None)
    return {"has_search": post is not None and bool(may_search(post))}
