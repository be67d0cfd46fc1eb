"""What everybody may read; counting along with another question."""

from typing import Any, Self

from django.db import models
from django.db.models import IntegerField, QuerySet, Subquery

# Beyond it nobody reads the last digit, and a figure of a million rows would cost every page that shows it.
COUNT_CAP = 10_000
# Of a figure among others, such as a home's: the page behind it counts on.
GLANCE_CAP = 5_000


class ReferenceQuery(models.QuerySet):
    """Reference data of the district: the holiday table, norms, categories, limits."""

    def visible_to(self, post: Any) -> Self:
        """Everybody who is signed in may read it."""
        return self


class CappedCount(Subquery):
    """How many rows a sliced query has: counting stops at its limit, so it costs the same on any table."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counted(rows: QuerySet, cap: int = COUNT_CAP) -> CappedCount:
    """How many rows, up to ``cap`` + 1, as a column of another query; told by ``count_words``."""
    return CappedCount(rows.order_by().values("pk")[: cap + 1])


def count_words(number: int, cap: int = COUNT_CAP) -> str:
    """ "128", or "10000+" when the count stopped at its cap."""
    return f"{cap}+" if number > cap else str(number)
