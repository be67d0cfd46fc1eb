"""What a change of a table would do elsewhere, said before it is made: rooms look ahead, the page shows what they see.

A room asks to be heard of a table with ``foresee(key, look)``. ``look(before, after, post)`` is given the row as it stands
and as it would be (None: there is none), and answers with an ``Outlook``, or None. ``changed`` is sent once it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.dispatch import Signal

from hezhang.core.kernel import edits

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# sender: the model; key, entry (the journal's row), by: the post. Sent within the transaction of the change.
changed = Signal()


@dataclass(frozen=True)
class Outlook:
    """``summary``: 37 件到期日变动; ``hint``: what then; ``rows`` under ``heads``: the first of them, ``total`` of all.

    ``asks``: nothing is stored before somebody has seen this and presses once more.
    """

    summary: str
    hint: str = ""
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    total: int = 0
    asks: bool = False

    @property
    def left_out(self) -> int:
        return self.total - len(self.rows)

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row as (heading, words)."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]

    @property
    def seen(self) -> str:
        """What the page sends back, so that what is confirmed is what was shown."""
        return edits.fingerprint(
            {"summary": self.summary, **{str(n): "|".join(row) for n, row in enumerate(self.rows)}}
        )


Look = Callable[[models.Model | None, models.Model | None, "Post"], Outlook | None]
_looks: dict[str, list[Look]] = defaultdict(list)


def foresee(key: str, look: Look) -> None:
    """Ask to be heard before a row of the table changes."""
    if look not in _looks[key]:
        _looks[key].append(look)


def ahead(key: str, before: models.Model | None, after: models.Model | None, post: Post) -> list[Outlook]:
    """What the rooms see coming."""
    seen = (look(before, after, post) for look in _looks.get(key, ()))
    return [one for one in seen if one]


def must_ask(seen: Sequence[Outlook], confirmed: Sequence[str]) -> bool:
    """Whether something must be shown first: it was not confirmed, or it is another by now."""
    return any(one.asks and one.seen not in confirmed for one in seen)
