"""Views: a list as somebody saved it under a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect

from hezhang.core.web.lists.asked import DENSITIES, Asked
from hezhang.core.web.models import ListChoice, ListView
from hezhang.core.web.pages import wants_part

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.accounts.requests import PostRequest

NONE = "0"  # of the parameter: asked for without any view, though one is the default


@dataclass(frozen=True)
class Views:
    """``rows``: those that the post may use; ``default``: the number of the one that the list opens with, if any."""

    post: Post | None = None
    rows: list[ListView] = field(default_factory=list)
    default: int | None = None

    def open(self, asked: Asked) -> ListView | None:
        wanted = asked.params.get("view", "")
        return next((view for view in self.rows if str(view.pk) == wanted), None)

    def lines(self, asked: Asked) -> Iterator[dict[str, Any]]:
        """For the page: own ones first, what others share after them."""
        opened = self.open(asked)
        for view in self.rows:
            told = {"view": view, "url": url_of(asked.path, view), "is_open": view == opened}
            is_mine = self.post is not None and view.post_id == self.post.pk
            yield told | {"is_mine": is_mine, "is_default": view.pk == self.default}


def url_of(path: str, view: ListView) -> str:
    return f"{path}?{view.query}{'&' if view.query else ''}view={view.pk}"


def views_of(post: Post, page: str, choice: ListChoice | None) -> Views:
    """One query."""
    rows = ListView.objects.visible_to(post).filter(page=page).select_related("post__user")
    return Views(post, list(rows), choice.view_id if choice else None)


def open_default(request: PostRequest, views: Views) -> HttpResponse | None:
    """Where nothing is asked for, the default view; None when there is none."""
    found = next((view for view in views.rows if view.pk == views.default), None)
    if found is None or request.GET or wants_part(request):
        return None
    return redirect(url_of(request.path, found))


def apply_density(asked: Asked, views: Views) -> None:
    opened = views.open(asked)
    if opened is not None and opened.density in DENSITIES:
        asked.density = opened.density
