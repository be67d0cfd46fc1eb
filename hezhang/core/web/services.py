"""Saving what a person prefers of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.web.models import ListChoice

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

DENSITIES = frozenset({"normal", "compact"})
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
