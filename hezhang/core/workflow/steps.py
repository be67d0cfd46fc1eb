"""What the engine works on: an object with states, and one step of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models.options import Options

    from hezhang.core.accounts.models import Post
    from hezhang.core.workflow.models import TransitionBase


class Numbered(Protocol):
    """What a step is taken on: the object itself, or a part of it."""

    pk: Any


class Flowing(Numbered, Protocol):
    """A model whose state only the engine changes.

    Its log is a model of ``TransitionBase`` with ``related_name="transitions"``; its querysets are ``WorkflowQuery``
    and answer ``visible_to(post)``.
    """

    state: str
    transitions: Any
    _meta: ClassVar[Options]

    def on_state(self, at: datetime, *, moved: bool) -> None:
        """Keep what the row derives from its state, before it is saved; ``moved``: the state is another than before."""

    def save(self, *, force_insert: bool = False) -> None: ...

    def get_absolute_url(self) -> str: ...


Values = Mapping[str, Any]
# For values that hang on the row as it is when it is locked.
Fill = Callable[[Any], Values]
Attach = Callable[[Any, "TransitionBase"], None]


@dataclass(frozen=True)
class Step:
    """What somebody does: ``verb`` of the table, ``by`` a post (None: the system), at a time (default: now).

    ``fields`` are written onto the object (or a function of the locked object that gives them); ``words`` is what was
    said; ``attach(obj, transition)`` hangs on what belongs to the step, in the same transaction; ``about`` fills the
    fields that the log has of its own (which part of the object the step was about).
    ``once`` is the form's own number: the same form sent twice is one step. ``quiet``: nobody is told, since a step that
    follows in the same transaction tells them more.
    """

    verb: str
    by: Post | None
    fields: Values | Fill = field(default_factory=dict)
    words: str = ""
    at: datetime = field(default_factory=timezone.now)
    once: UUID | None = None
    attach: Attach | None = None
    about: Values = field(default_factory=dict)
    quiet: bool = False

    @property
    def user_id(self) -> int | None:
        return self.by.user_id if self.by else None

    def values(self, obj: Any) -> dict[str, Any]:
        """What is to be written onto the locked object."""
        return dict(self.fields(obj) if callable(self.fields) else self.fields)
