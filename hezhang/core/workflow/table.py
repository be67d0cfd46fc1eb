"""What a row of a transition table is.

A workflow is one table. A row says: the verb, from which states, to which state, who, what must be supplied,
what happens to the deadline, whom it tells and what the public reads. Buttons, permissions, notices and the
README's table are drawn from the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hezhang.core.kernel.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hezhang.core.accounts.models import Post

# A rule is told the time, so that history can be built and a rule never looks at the clock.
Rule = Callable[[Any, "Post", datetime], Verdict]


@dataclass(frozen=True)
class Audience:
    """A named group around an object: does this post belong to it, and which posts are told when it is addressed."""

    key: str
    label: str
    includes: Callable[[Any, Post], bool]
    posts: Callable[[Any], QuerySet[Post]]


@dataclass(frozen=True)
class Row:
    """One line of the table; texts are Chinese, as the screen shows them.

    ``needs`` names fields of the object (or "words", the spoken reason); ``condition`` says in words what ``may``
    checks; ``icon`` and ``style`` dress the button; ``done`` heads the notice that the row sends.
    """

    verb: str
    label: str
    sources: frozenset[str]
    target: str
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()
    deadline: str = ""
    tells: tuple[str, ...] = ()
    public: str = ""
    may: Rule | None = None
    condition: str = ""
    done: str = ""
    style: str = "secondary"
    icon: str = "arrow-right"

    def permits(self, state: str) -> bool:
        """Whether the row starts from this state."""
        return state in self.sources


@dataclass(frozen=True)
class Button:
    """A row as one post sees it on one object."""

    row: Row
    verdict: Verdict

    @property
    def verb(self) -> str:
        return self.row.verb

    @property
    def label(self) -> str:
        return self.row.label

    @property
    def enabled(self) -> bool:
        return self.verdict.ok

    @property
    def why(self) -> str:
        return self.verdict.reason


class Table:
    """A workflow: its rows, its states with their words, and the audiences that the rows name."""

    def __init__(self, rows: Iterable[Row], states: Mapping[str, str], audiences: Iterable[Audience]) -> None:
        self.rows = {row.verb: row for row in rows}
        self.states = dict(states)
        self.audiences = {audience.key: audience for audience in audiences}

    def __getitem__(self, verb: str) -> Row:
        return self.rows[verb]

    def from_state(self, state: str) -> list[Row]:
        """The rows that start from this state, in table order."""
        return [row for row in self.rows.values() if row.permits(state)]

    def names(self, keys: Iterable[str]) -> str:
        """Audiences in words."""
        return "、".join(self.audiences[key].label for key in keys)

    def who(self, row: Row) -> str:
        """The audiences that may carry the row out, in words."""
        return self.names(row.who)

    def includes(self, obj: Any, row: Row, post: Post) -> bool:
        """Whether the row names an audience that the post belongs to."""
        return any(self.audiences[key].includes(obj, post) for key in row.who)

    def may(self, obj: Any, verb: str, post: Post, at: datetime | None = None) -> Verdict:
        """Whether the post may carry the verb out on the object at that time (default: now), its state aside."""
        row = self.rows[verb]
        if not self.includes(obj, row, post):
            return no(f"“{row.label}”由{self.who(row)}办理，您当前的岗位是“{post.label}”。")
        return row.may(obj, post, at or timezone.now()) if row.may else YES

    def buttons(self, obj: Any, post: Post, at: datetime | None = None) -> list[Button]:
        """What the object's page offers: rows from its state that name the post, each with why it may be disabled."""
        at = at or timezone.now()
        return [
            Button(row, row.may(obj, post, at) if row.may else YES)
            for row in self.from_state(obj.state)
            if self.includes(obj, row, post)
        ]
