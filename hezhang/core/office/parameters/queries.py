"""Which rows of a setting hold where: the county's own, else its city's, else the shipped ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, Q, Subquery

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.queries import ReferenceQuery

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def keepers(code: str) -> list[str]:
    """The regions whose settings hold for a place, the nearest first: its county and its city."""
    return list(dict.fromkeys(code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in (Tier.COUNTY, Tier.CITY)))


class OwnTableQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Which tables the regions around and below keep themselves."""
        return self.filter(within(post.region) | Q(region_id__in=keepers(post.region_id)))


class LocalQuery(ReferenceQuery):
    """Rows with a ``region``: empty for what ships with the product."""

    def shipped(self) -> Self:
        return self.filter(region=None)

    def in_force(self, code: str) -> Self:
        """The rows that hold for a place, by its region code; one question, whoever keeps them."""
        own = Region.objects.filter(code__in=keepers(code), own_tables__table=self.model._meta.db_table)
        # The code of a county is greater than that of its city (decision 0002), so the nearest comes first.
        nearest = own.order_by("-code").values("code")[:1]
        return self.filter(Q(region_id=Subquery(nearest)) | Q(region=None) & ~Exists(own))

    def by_place(self) -> Placed:
        """All rows, for who asks about many places; two questions."""
        return Placed(self, Region.objects.filter(own_tables__table=self.model._meta.db_table).order_by("code"))


class Placed:
    """The rows of a table for any place."""

    def __init__(self, rows: Iterable[Any], keeping: models.QuerySet[Region]) -> None:
        self._rows: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            self._rows[row.region_id or ""].append(row)
        self._keeping = set(keeping.values_list("code", flat=True))
        self._known: dict[str, str] = {}

    def keeper(self, code: str) -> str:
        """Whose rows hold there: a region's code, or "" for the shipped ones."""
        county = code[: CODE_DIGITS[Tier.COUNTY]]
        if county not in self._known:
            self._known[county] = next((each for each in keepers(code) if each in self._keeping), "")
        return self._known[county]

    def of(self, code: str) -> list[Any]:
        """The rows that hold for the place."""
        return self._rows[self.keeper(code)]

    def keeping(self) -> set[str]:
        """Codes of the regions that keep the table themselves."""
        return set(self._keeping)

    def kept_by(self, keeper: str) -> list[Any]:
        """The rows of one keeper, "" for the shipped ones."""
        return self._rows[keeper]

    def every(self) -> list[Any]:
        """All of them, wherever they hold; who keeps none any more has none."""
        return [row for keeper, rows in self._rows.items() if keeper == "" or keeper in self._keeping for row in rows]


class AddedQuery(ReferenceQuery):
    """Lists to which a region adds rows of its own, and of which nobody but the system administrator takes any away."""

    def in_force(self, code: str) -> Self:
        """The shipped rows, and those that the place's county or city has added."""
        return self.filter(Q(region=None) | Q(region_id__in=keepers(code)))
