"""What the map of the rivers asks, and the ledger answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from issues.leads.rules import sees_leads
from issues.ledger.rules import sees_ledger
from issues.map.facts import LEAD_SPOTS, PROBLEMS, SPOTS
from rivers.map.facts.parts import Colouring, SpotKind
from rivers.map.signals import colouring_asked, spots_asked

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    colouring_asked.connect(colouring, dispatch_uid="issues.map.colouring")
    spots_asked.connect(spots, dispatch_uid="issues.map.spots")
    spots_asked.connect(lead_spots, dispatch_uid="issues.map.leads")


def colouring(sender: Any, post: Post, **_: Any) -> Colouring | None:
    return PROBLEMS if sees_ledger(post) else None


def spots(sender: Any, post: Post, **_: Any) -> SpotKind | None:
    return SPOTS if sees_ledger(post) else None


def lead_spots(sender: Any, post: Post, **_: Any) -> SpotKind | None:
    return LEAD_SPOTS if sees_leads(post) else None
