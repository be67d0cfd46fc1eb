"""The excuses of many chiefs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from patrols.excuses.choices import ExcuseKind
from patrols.excuses.models import Excuse
from patrols.excuses.queries import ExcuseQuery
from patrols.norms.rules.duty import Span
from patrols.norms.rules.warned import Away

# The longest period that may end in the span, and may have been excused.
A_YEAR = timedelta(days=366)


def rows_of_excuses(span: Span) -> ExcuseQuery:
    """Those that matter to the periods which end in the span."""
    return Excuse.objects.touching(span.first - A_YEAR, span.last).order_by("pk")


def away_of(pick: Callable[[str], Q], span: Span) -> dict[int, list[Away]]:
    """By post, what the chiefs that are picked need not do; one query, and hardly ever a row."""
    rows = rows_of_excuses(span).filter(pick("post__"))
    found: dict[int, list[Away]] = defaultdict(list)
    for post_id, kind, first, last, reach_id in rows.values_list("post_id", "kind", "starts_on", "ends_on", "reach_id"):
        is_whole = kind == ExcuseKind.GRANTED
        found[post_id].append(Away(Span(first, last), str(ExcuseKind(kind).label), is_whole, reach_id))
    return found
