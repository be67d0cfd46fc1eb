"""What a colouring and a kind of points are: the shapes in which every room and app hands its part to the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.registry.models import Reach

Box = tuple[float, float, float, float]  # south, north, west, east in degrees
MOST_ROWS = 50  # of one kind in the table beside the map: who wants more looks closer


@dataclass(frozen=True)
class Shade:
    """One class of the legend. Never colour alone: lines also differ in dash (pixels on and off) or width (factor)."""

    word: str
    colour: str
    dash: tuple[int, ...] = ()
    width: float = 1.0

    @property
    def dashes(self) -> str:
        return " ".join(map(str, self.dash))


@dataclass(frozen=True)
class Colouring:
    """A way to colour reaches. ``of(post, reaches, on)`` gives reach → number of its shade; who is missing has the last."""

    key: str
    label: str
    shades: list[Shade]
    of: Callable[[Post, QuerySet[Reach], date], Mapping[int, int]]
    note: str  # one sentence for the legend: what the classes are reckoned from


@dataclass(frozen=True)
class Row:
    """A thing in view, in words: what the table beside the map tells whoever cannot see the picture."""

    pick: str  # kind and key, as the address carries it: reach-12
    name: str
    who: str
    state: str


@dataclass(frozen=True)
class Listed:
    """Rows of one kind; ``has_more`` than are told."""

    rows: list[Row] = field(default_factory=list)
    has_more: bool = False

    @classmethod
    def of(cls, found: Sequence[Any], row: Callable[[Any], Row]) -> Listed:
        """Of ``MOST_ROWS`` + 1 that were read: the one too many says that there are more, and saves the counting."""
        return cls([row(one) for one in found[:MOST_ROWS]], len(found) > MOST_ROWS)


@dataclass(frozen=True)
class SpotKind:
    """A kind of points. ``spots``: (key, latitude, longitude, number of its shade); of several shades the gravest is last.

    ``panel`` is the name of the URL that tells of one of them, ``listed`` are those in a box, ``MOST_ROWS`` at most.
    ``points``: the address where a page's own points of this kind are asked for, instead of all of them.
    """

    key: str
    label: str
    shape: str  # square, diamond, triangle, circle, cross (static/js/map/spots.js)
    shades: list[Shade]
    panel: str
    spots: Callable[[Post, date], Iterable[tuple[int, float, float, int]]]
    listed: Callable[[Post, date, Box], Listed]
    is_shown: bool = True  # until somebody switches it off
    group: str = ""  # of many kinds, folded away under this heading
    points: str = ""
    # Asked when the points are: for shades whose words hang on where the reader works.
    shades_for: Callable[[Post], list[Shade]] | None = None


def in_box(rows: QuerySet[Any], box: Box) -> QuerySet[Any]:
    """Rows whose ``lat`` and ``lng`` lie in the box."""
    south, north, west, east = box
    return rows.filter(lat__gte=south, lat__lte=north, lng__gte=west, lng__lte=east)
