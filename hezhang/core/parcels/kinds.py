"""The kinds of parcels: the apps above enter theirs when they start, with what the office may make of one that was kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hezhang.core.kernel.verdict import Verdict, no

if TYPE_CHECKING:
    from django.db.models import Model

    from hezhang.core.accounts.models import Post
    from hezhang.core.parcels.filed import Filed
    from hezhang.core.parcels.models import Held
    from hezhang.core.parcels.services import Content

Receipt = tuple[str, str, int]  # where it stands, what it is called, how many photos it has


def _never(held: Held, by: Post) -> Verdict:
    return no("这类内容不能直接采用，请与本人核对后另行办理。")


def _nothing(user_id: int, ids: Collection[UUID]) -> dict[UUID, Receipt]:
    return {}


@dataclass(frozen=True)
class Kind:
    """``known(user, ids)``: of these numbers of that person's, those that are rows of the app, whether announced or not.

    ``take(held, by, at)`` makes of what was kept what ``take_label`` says, and returns the row; ``may_take`` says whether.
    ``undo(held, by, at)``: takes that back; None where it cannot be, and ``take_note`` should say so.
    """

    key: str
    label: str
    known: Callable[[int, Collection[UUID]], Mapping[UUID, Receipt]] = _nothing
    # Of a file: the post among these under which it goes in, and its content; raises Refusal for what cannot.
    look: Callable[[Filed, Sequence[Post], Post], tuple[Post, Content]] | None = None
    file_words: str = ""  # what becomes of it
    file_takes: bool = False  # whether who brings it in may take it at once
    take_label: str = "采用"
    take_note: str = ""
    may_take: Callable[[Held, Post], Verdict] = _never
    take: Callable[[Held, Post, datetime], Model] | None = None
    undo: Callable[[Held, Post, datetime], Any] | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Enter a kind; once more is the same (apps are made ready again by the reloader)."""
    KINDS[kind.key] = kind
    return kind


def label_of(key: str) -> str:
    return KINDS[key].label if key in KINDS else key


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.key, kind.label) for kind in KINDS.values()]
