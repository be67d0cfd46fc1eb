"""What a phone keeps to work without signal: the apps enter their parts, in the order of the layers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import resolve_url

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Pack = dict[str, Any]
# Adds to the pack what its app knows; a later one finds what the earlier ones have put there.
Part = Callable[["Post", date, Pack], None]

VERSION = 1
MOST_PAGES = 40
PARTS: dict[str, Part] = {}


def add_part(key: str, part: Part) -> None:
    """Enter a part; once more is the same (apps are made ready again by the reloader)."""
    PARTS[key] = part


def pack_of(post: Post, today: date) -> Pack:
    """All parts for this post: reaches and items to walk with, what is open there, and the pages to keep."""
    pack: Pack = {"user": post.user_id, "post": post.pk, "version": VERSION, "owed": [], "reaches": [], "items": []}
    pack["pages"] = [resolve_url(settings.LOGIN_REDIRECT_URL)]
    for part in PARTS.values():
        part(post, today, pack)
    pack["pages"] = list(dict.fromkeys(pack["pages"]))[:MOST_PAGES]
    return pack
