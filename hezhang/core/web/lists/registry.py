"""Lists by key, with the rows a post may see: how a background job finds a list again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from hezhang.core.web.lists.spec import ListSpec

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Source = Callable[["Post"], QuerySet]


@dataclass(frozen=True)
class Entry:
    spec: ListSpec
    source: Source


Family = Callable[[str, "Post"], Entry | None]
_entries: dict[str, Entry] = {}
_families: dict[str, Family] = {}


def register(spec: ListSpec, source: Source) -> ListSpec:
    """Make the list known by its key; ``source(post)`` gives the rows in the post's scope. Returns the spec."""
    known = _entries.get(spec.key)
    # The same spec twice is a module that was loaded twice.
    if known is not None and known.spec != spec:
        raise ValueError(f"two lists are called {spec.key!r}")
    _entries[spec.key] = Entry(spec, source)
    return spec


def register_family(prefix: str, maker: Family) -> None:
    """Make known all lists whose key begins so: ``maker(key, post)`` gives the one that the post reads, with its rows."""
    _families[prefix] = maker


def find(key: str, post: Post) -> Entry | None:
    """The registered list of this key, as the post reads it."""
    made = next((maker for prefix, maker in _families.items() if key.startswith(prefix)), None)
    return made(key, post) if made else _entries.get(key)
