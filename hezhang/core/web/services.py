"""Saving what a person prefers of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import QueryDict

from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.kernel.words import one_line
from hezhang.core.web.models import ListChoice, ListView

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

DENSITIES = frozenset({"roomy", "normal", "compact"})
KEY_LENGTH, MOST_COLUMNS = 40, 60


def choose_list(*, by: Post, page: str, columns: list[str], density: str) -> ListChoice | None:
    """Save the person's columns and density of a list; no columns: back to the default ones.

    A preference is not business data: it is not journalled, and what makes no sense is dropped without a word.
    """
    if not page.isprintable() or not 0 < len(page) <= KEY_LENGTH:
        return None
    kept = [key for key in columns if key.isprintable() and len(key) <= KEY_LENGTH][:MOST_COLUMNS]
    values = {"columns": kept, "density": density if density in DENSITIES else "normal"}
    # By person, not by post: the eyes stay the same under another office.
    choice, _ = ListChoice.objects.update_or_create(user_id=by.user_id, page=page, defaults=values)
    return choice


MOST_VIEWS, NAME_LENGTH, QUERY_LENGTH = 50, 30, 2000
OF_ONE_SIGHT = ("after", "before", "page", "export", "view")  # where one was in the list, not what one looked for


def save_view(
    *, by: Post, page: str, name: str, query: str, density: str, is_shared: bool, is_default: bool
) -> ListView:
    """Keep the list as it stands under a name; the same name again is the same view. Raises Refusal."""
    name = one_line(name).strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(f"请给视图起一个不超过 {NAME_LENGTH} 字的名称。")
    if not page.isprintable() or not 0 < len(page) <= KEY_LENGTH or len(query) > QUERY_LENGTH:
        raise Refusal("这个列表不能保存为视图。")
    told = QueryDict(query).copy()
    for each in OF_ONE_SIGHT:
        told.pop(each, None)
    values = {
        "query": told.urlencode(),
        "density": density if density in DENSITIES else "normal",
        "is_shared": is_shared,
    }
    with transaction.atomic():
        mine = ListView.objects.filter(post=by, page=page)
        if mine.exclude(name=name).count() >= MOST_VIEWS:
            raise Refusal(f"最多保存 {MOST_VIEWS} 个视图，请先删去不用的。")
        view, _ = ListView.objects.update_or_create(post=by, page=page, name=name, defaults=values)
        if is_default:
            default_view(by=by, page=page, view=view)
    return view


def delete_view(view: ListView, *, by: Post) -> None:
    """Only one's own: what others share is theirs. Raises Refusal."""
    if view.post_id != by.pk:
        raise NotAllowed("这是别人共享的视图，只能由保存的人删除。")
    view.delete()


def default_view(*, by: Post, page: str, view: ListView | None) -> None:
    """Which view the list opens with; None: none."""
    ListChoice.objects.update_or_create(user_id=by.user_id, page=page, defaults={"view": view})
