"""Which entries."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from hezhang.core.search.words import Asked


class EntryQuery(models.QuerySet):
    def visible_to(self, post: Any) -> Self:
        """Nobody's: entries lead to rows, and whose those are, their own querysets say."""
        return self.none()

    def found_by(self, kind: str, mark: str, asked: Asked) -> Self:
        """Entries of one kind that have all the words; none for a query without any."""
        if not asked:
            return self.none()
        said = Q(words__hold=[mark + gram for gram in asked.grams()])
        for pattern in asked.patterns():
            said &= Q(text__contains=pattern)
        return self.filter(said, kind=kind)


class DebtQuery(models.QuerySet):
    def visible_to(self, post: Any) -> Self:
        """Nobody's: they are worked off, never shown."""
        return self.none()
