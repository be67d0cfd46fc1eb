"""Many boards' sheets in one file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.web.drawn import Sheet
from rivers.boards.facts.sheet import sheets_of
from rivers.boards.facts.standing import overdue, stale, with_since
from rivers.boards.models import Signboard
from rivers.boards.services.text import Known, joined

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

CHUNK = 200


def chosen(post: Post, which: str, town: str, today: date) -> Any:
    """Boards in use of the post's scope: all, the stale ones, or those that are overdue; of one town, or of all."""
    rows = with_since(Signboard.objects.visible_to(post).standing(today), today)
    if region := Region.objects.filter(code=town).first():
        rows = rows.filter(within(region))
    return {"stale": stale, "overdue": lambda found: overdue(found, today)}.get(which, lambda found: found)(rows)


def sheets_in_order(pks: list[int], today: date, site: str) -> Iterator[tuple[int, Sheet]]:
    """(how many boards are begun, a sheet) by code; what the texts are made of is read by the hundred."""
    done = 0
    for start in range(0, len(pks), CHUNK):
        known = Known(joined(Signboard.objects.filter(pk__in=pks[start : start + CHUNK]).order_by("code")), today)
        for board in known.boards.values():
            done += 1
            for sheet in sheets_of(board, known, today, site):
                yield done, sheet
