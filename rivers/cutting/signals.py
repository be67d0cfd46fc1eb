"""What the apps above answer when reaches are split or joined (decision 0007)."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

from hezhang.core.geo.positions import Point


@dataclass(frozen=True)
class Moving:
    """A row that follows the reach: ``key`` is "kind:number", ``place`` where it lies, if that is known."""

    key: str
    kind: str  # in the offices' words: 公示牌, 未销号问题
    words: str
    place: Point | None = None


# kwargs: reach. Each listener answers with a list of Moving: its rows that go on with what the reach becomes.
following_asked = Signal()
# kwargs: targets (the reach to go to, by key), by, at. In the transaction of the cut; each listener moves its own keys.
followed = Signal()
# kwargs: reaches (new ones that would be taken back), moved (keys that came from the old ones). Each listener answers with
# sentences: what has happened there since, and keeps the cut from being undone.
since_asked = Signal()
