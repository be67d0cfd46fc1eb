"""What the map of the rivers asks, and patrols answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patrols.map.facts import WALKED
from patrols.walks.rules import sees_patrols
from rivers.map.facts.parts import Colouring
from rivers.map.signals import colouring_asked

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    colouring_asked.connect(colouring, dispatch_uid="patrols.map.colouring")


def colouring(sender: Any, post: Post, **_: Any) -> Colouring | None:
    return WALKED if sees_patrols(post) else None
