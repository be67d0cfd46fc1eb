"""Whether boards show the chief of today: reads and words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString

from hezhang.core.web.templatetags.ui import tag_html
from rivers.boards.models import Signboard
from rivers.boards.rules import SIGNBOARD_GRACE_DAYS, overdue_days
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure


def boards_of(rows: QuerySet[Signboard], today: date) -> QuerySet[Signboard]:
    """Signboards with ``stale_since``: the first responsible chief who took office after the board was renewed."""
    changes = Tenure.objects.filter(
        # A successor appointed for a day to come makes no board stale before that day.
        reach=OuterRef("reach"),
        kind=TenureKind.RESPONSIBLE,
        starts_on__gt=OuterRef("renewed_on"),
        starts_on__lte=today,
    )
    first = changes.values("reach").annotate(first=Min("starts_on")).values("first")
    return rows.select_related("reach", "region").annotate(stale_since=Subquery(first))


def stale(rows: QuerySet[Signboard]) -> QuerySet[Signboard]:
    """Boards that show a chief who is no longer in office."""
    return rows.filter(stale_since__isnull=False)


def overdue(rows: QuerySet[Signboard], today: date, grace: int) -> QuerySet[Signboard]:
    """Stale boards whose grace (days) has run out."""
    return rows.filter(stale_since__lt=today - timedelta(days=grace))


def board_words(board: Any, today: date, grace: int = SIGNBOARD_GRACE_DAYS) -> str:
    """内容最新, 应更新（剩余 N 天）, 超期 N 天; ``board.stale_since`` comes from ``boards_of``."""
    since = board.stale_since
    if since is None:
        return "内容最新"
    late = overdue_days(since, today, grace)
    return f"超期 {late} 天" if late else f"应更新，剩余 {grace - (today - since).days} 天"


def board_mark(board: Any, today: date) -> SafeString:
    """The same as a coloured tag."""
    words = board_words(board, today)
    return tag_html(words, "red" if words.startswith("超期") else "orange" if board.stale_since else "green")
