"""What a row of a transition table is.

A workflow is one table. A row says: the verb, from which states, to which state, who, what must be supplied,
what happens to the deadline, whom it tells and what the public reads. Buttons, queues (待我办), permissions,
notices and the README's table are drawn from the same rows.

What a row asks in Python it also asks of the database, in two halves that stand beside each other: ``includes`` and
``queue`` of an audience, ``may`` and ``queue`` of a row. A test over the whole cast holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hezhang.core.accounts.models import Post
    from hezhang.core.workflow.steps import Flowing, Numbered

# A rule is told the time, so that history can be built and a rule never looks at the clock.
Rule = Callable[[Any, "Post", datetime], Verdict]
# Which of the rows that a post sees; None: none of them, whatever the row (the post is of another role).
Scope = Callable[["Post", datetime], Q | None]


@dataclass(frozen=True)
class Audience:
    """A named group around an object: does this post belong to it, and which posts are told when it is addressed.

    ``queue(post, at)`` is ``includes`` asked of the database: the objects, among those that the post sees, around which
    it belongs to the group. Only audiences of rows that lead on need it. Both are told the time: offices are dated, so a
    step of last month is judged by who was chief then.
    """

    key: str
    label: str
    includes: Callable[[Any, Post, datetime], bool]
    posts: Callable[[Any], QuerySet[Post]]
    queue: Scope = lambda post, at: None


@dataclass(frozen=True)
class Row:
    """One line of the table; texts are Chinese, as the screen shows them.

    ``target`` "": the object stays in the state it is in; ``back``: it returns to the one from which it came into it.
    ``needs`` names fields of the object (or "words", the spoken reason); ``condition`` says in words what ``may``
    checks and ``queue`` asks of the database; ``leads_on``: the step that the object waits for in its state, and so
    the work of those who may take it; ``then``: what whoever took this one mostly does next, so that its form stands
    open at once; ``press``: nothing to fill in, so it is pressed, not opened; ``own_page``: its
    form stands on a page of its own, not within the object's; ``on_part``: it is taken on a part of the object (a
    line, a figure), where its button stands, by the part's number; ``quiet``: no button, rather than one that is off,
    where ``may`` says no; ``follows``: taken by another act as what follows from it, so it has neither button nor
    address; ``early``: states in which it may be taken already, though the object waits there for another step (by another
    hand), so that it leads on from none of them; ``icon`` and ``style`` are the button's, ``tone`` is the step's in the timeline; ``done``
    heads the notice that the row sends. ``tells_before``: audiences as they stood before the step, for those whom it
    takes the object away from. ``urgent(obj)``: its notice may ring a phone at night.
    """

    verb: str
    label: str
    sources: frozenset[str]
    target: str
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()
    deadline: str = ""
    tells: tuple[str, ...] = ()
    tells_before: tuple[str, ...] = ()
    public: str = ""
    may: Rule | None = None
    queue: Callable[[Post, datetime], Q] | None = None
    condition: str = ""
    leads_on: bool = False
    then: str = ""
    press: bool = False
    own_page: bool = False
    on_part: bool = False
    back: bool = False
    quiet: bool = False
    follows: bool = False
    early: frozenset[str] = frozenset()
    done: str = ""
    urgent: Callable[[Any], bool] = lambda obj: False
    style: str = "outline-secondary"
    icon: str = "arrow-right"
    tone: str = "blue"

    def __post_init__(self) -> None:
        if self.leads_on:
            # The one way to fill a field of a frozen dataclass after it was made.
            object.__setattr__(self, "style", "primary")

    def permits(self, state: str) -> bool:
        """Whether the row starts from this state."""
        return state in self.sources or state in self.early

    def lands(self, state: str) -> str:
        """The state after the step, from that state."""
        return self.target or state


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
    """A workflow: its rows, its states with their words, and the audiences that the rows name.

    ``urls``: the namespace in which each verb has its view, under the verb's own name.
    """

    def __init__(
        self, rows: Iterable[Row], states: Mapping[str, str], audiences: Iterable[Audience], *, urls: str = ""
    ) -> None:
        self.urls = urls
        self.rows = {row.verb: row for row in rows}
        self.states = dict(states)
        self.audiences = {audience.key: audience for audience in audiences}
        # Such a row would wait in nobody's queue, or in that of people whose button is refused.
        blind = [row.verb for row in self.rows.values() if row.leads_on and bool(row.may) != bool(row.queue)]
        if blind:
            raise ValueError(f"{blind} lead on by a rule that the queue cannot ask")

    def __getitem__(self, verb: str) -> Row:
        return self.rows[verb]

    def url(self, verb: str, obj: Numbered) -> str:
        """Where the step is taken, on the object or on the part of it that the row is about."""
        return reverse(f"{self.urls}:{verb}", args=[obj.pk])

    def from_state(self, state: str) -> list[Row]:
        """The rows that start from this state, in table order."""
        return [row for row in self.rows.values() if row.permits(state)]

    def names(self, keys: Iterable[str]) -> str:
        """Audiences in words."""
        return "、".join(self.audiences[key].label for key in keys)

    def who(self, row: Row) -> str:
        """The audiences that may carry the row out, in words."""
        return self.names(row.who)

    def includes(self, obj: Flowing, row: Row, post: Post, at: datetime | None = None) -> bool:
        """Whether the row names an audience that the post belongs to at that time (default: now)."""
        at = at or timezone.now()
        return any(self.audiences[key].includes(obj, post, at) for key in row.who)

    def may(self, obj: Flowing, verb: str, post: Post, at: datetime | None = None) -> Verdict:
        """Whether the post may carry the verb out on the object at that time (default: now), its state aside."""
        row, at = self.rows[verb], at or timezone.now()
        if not self.includes(obj, row, post, at):
            return no(f"“{row.label}”由{self.who(row)}办理，您当前的岗位是“{post.label}”。")
        return row.may(obj, post, at) if row.may else YES

    def allows(self, obj: Flowing, verb: str, post: Post, at: datetime | None = None) -> Verdict:
        """Whether the post may carry the verb out now: in this state, at that time (default: now)."""
        row = self.rows[verb]
        if not row.permits(obj.state):
            return no(f"现为“{self.states[obj.state]}”，不能再“{row.label}”。")
        return self.may(obj, verb, post, at)

    def next_for(self, obj: Flowing, post: Post, at: datetime | None = None) -> Row | None:
        """The step that the object waits for, when the post may take it; None when it waits for somebody else."""
        ahead = (row for row in self.from_state(obj.state) if row.leads_on and obj.state in row.sources)
        return next((row for row in ahead if self.may(obj, row.verb, post, at)), None)

    def waiting_for(self, post: Post, rows: Any, at: datetime | None = None) -> Any:
        """待我办: the rows, among those that the post sees, for which ``next_for`` names a step."""
        asked: dict[str, Q] = {}
        for row in self.rows.values():
            if (turn := self._turn(row, post, at or timezone.now())) is not None:
                for state in row.sources:
                    asked[state] = _either(asked[state], turn) if state in asked else turn
        # Said as "unless it is in such a state, …": what is left open is then found in the order of the index.
        rows = rows.visible_to(post).in_states(asked.keys()) if asked else rows.none()
        conditions = list(dict.fromkeys(turn for turn in asked.values() if turn))
        if asked and all(asked.values()):
            # Said once more without the states: an index of what the conditions name finds the rows, few or none.
            rows = rows.filter(reduce(_either, conditions))
        for condition in conditions:
            bound = sorted(state for state, turn in asked.items() if turn == condition)
            rows = rows.filter(~Q(state__in=bound) | condition)
        return rows

    def _turn(self, row: Row, post: Post, at: datetime) -> Q | None:
        """Whose step the row is, its state aside: of which rows the post's; None where it is never the post's."""
        groups = [self.audiences[key].queue(post, at) for key in row.who] if row.leads_on else []
        asked = [group for group in groups if group is not None]
        if not asked:
            return None
        return reduce(_either, asked) & (row.queue(post, at) if row.queue else Q())

    def buttons(self, obj: Flowing, post: Post, at: datetime | None = None) -> list[Button]:
        """What the object's page offers: rows from its state that name the post, each with why it may be disabled.

        What is taken on a part of the object is offered there, and what follows from another act nowhere.
        """
        at = at or timezone.now()
        offered = [
            Button(row, row.may(obj, post, at) if row.may else YES)
            for row in self.from_state(obj.state)
            if not (row.on_part or row.follows) and self.includes(obj, row, post, at)
        ]
        return [button for button in offered if button.enabled or not button.row.quiet]


def _either(first: Q, second: Q) -> Q:
    """Either condition. An empty one is everything, and so is anything or everything (Django would drop it)."""
    return first | second if first and second else Q()
