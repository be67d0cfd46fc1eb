"""Which signboards, and which rows hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.query import ModelIterable

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling
from rivers.registry.queries import InRegion

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class BoardQuery(InRegion):
    def standing(self, on: date) -> Self:
        """Boards that have not been taken down before that day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def carrying(self, **values: Any) -> Self:
        """Every row comes with these attributes: what one question answers for a whole page, pages and exports alike."""

        class _Carrying(ModelIterable):
            def __iter__(self) -> Iterator[Any]:
                for row in super().__iter__():
                    vars(row).update(values)
                    yield row

        rows = self._chain()
        rows._iterable_class = _Carrying
        return rows


class OfBoard(Telling):
    """Rows with a ``board``, whose scope is the board's."""

    def visible_to(self, post: Post) -> Self:
        """Rows of boards of the post's region and below."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "board__region"))


class OfInspection(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Photos of inspections of boards of the post's region and below."""
        if post.role in ADMIN_ROLES:
            return self.none()
        return self.filter(within(post.region, "inspection__board__region"))


class InspectionQuery(OfBoard):
    def open(self) -> Self:
        """Those that found something wrong which nobody has put right yet."""
        return self.exclude(result="sound").filter(repaired_on=None)


class PhoneQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Phones of posts of the region and below; they are public anyway."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "post__region"))
