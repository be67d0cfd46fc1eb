"""Whose 沿革 is shown: each room registers its things, as it registers what is searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from hezhang.core.kernel.verdict import Verdict

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass(frozen=True)
class Traced:
    """One kind of rows whose history is shown.

    ``rows(post)``: those in the post's scope. ``rule``: who may see the kind at all. ``labels``: what the journal names and
    is no field of the model (or is to be called otherwise). ``skip``: fields that say nothing to a reader. ``also(row)``:
    rows of other models whose acts belong to its history (a reach's tenures). ``under(row, post)``: more of those, as far
    as the post sees them (a river's reaches). ``url(row)``: the page to go back to.
    """

    thing: str
    model: type[Model]
    rows: Callable[[Post], QuerySet]
    rule: Callable[[Post], Verdict]
    url: Callable[[Any], str]
    labels: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    also: Callable[[Any], list[QuerySet]] = lambda row: []
    under: Callable[[Any, Post], list[QuerySet]] = lambda row, post: []


_traced: dict[str, Traced] = {}


def trace(traced: Traced) -> Traced:
    """Give the kind a page 沿革 at /journal/history/<thing>/<number>/."""
    known = _traced.get(traced.thing)
    if known is not None and known.model is not traced.model:
        raise ValueError(f"two kinds are called {traced.thing!r}")
    _traced[traced.thing] = traced
    return traced


def find(thing: str) -> Traced | None:
    """The registered kind of this name."""
    return _traced.get(thing)


def of(row: Model) -> Traced:
    """The kind that the row is of; KeyError where its history is not shown."""
    return {each.model: each for each in _traced.values()}[type(row)]
