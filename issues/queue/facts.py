"""What the screen of one turn shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from hezhang.core.workflow.table import Row
from issues.batches.choices import RowState
from issues.batches.models import Selection, SelectionRow
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass(frozen=True)
class Turn:
    """``place`` counted from 1; past the last, ``row`` is None: the queue is through. ``issue`` None: out of the scope."""

    selection: Selection
    place: int
    post: Post

    @cached_property
    def row(self) -> SelectionRow | None:
        return self.selection.rows.filter(place=self.place).first()

    @cached_property
    def issue(self) -> Issue | None:
        rows = Issue.objects.visible_to(self.post).with_names()
        return rows.filter(pk=self.row.issue_id).first() if self.row else None

    @cached_property
    def step(self) -> Row | None:
        """What the issue waits for, when the post may do it."""
        return TABLE.next_for(self.issue, self.post) if self.issue else None

    @cached_property
    def total(self) -> int:
        return self.selection.rows.count()

    @cached_property
    def left(self) -> int:
        return self.selection.rows.waiting().count()

    @property
    def done(self) -> int:
        return self.total - self.left

    @property
    def is_done(self) -> bool:
        return self.row is not None and self.row.state == RowState.DONE

    @property
    def url(self) -> str:
        return reverse("issues:queue", args=[self.selection.pk, self.place])

    @property
    def take_url(self) -> str:
        return reverse("issues:take_turn", args=[self.selection.pk, self.place])

    @property
    def before_url(self) -> str:
        return reverse("issues:queue", args=[self.selection.pk, self.place - 1]) if self.place > 1 else ""

    @property
    def skip_url(self) -> str:
        return reverse("issues:queue", args=[self.selection.pk, min(self.place, self.total) + 1])

    @property
    def after_url(self) -> str:
        """The next one that waits; past the last, the end."""
        waiting = self.selection.rows.waiting().filter(place__gt=self.place).order_by("place").first()
        return reverse("issues:queue", args=[self.selection.pk, waiting.place if waiting else self.total + 1])

    @property
    def first_left_url(self) -> str:
        first = self.selection.rows.waiting().order_by("place").first()
        return reverse("issues:queue", args=[self.selection.pk, first.place]) if first else ""

    @property
    def back_url(self) -> str:
        return f"{reverse('issues:ledger')}?{self.selection.query}".rstrip("?")
