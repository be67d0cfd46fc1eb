"""What a desk is made of: figures that open, and things to do, each with one button."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from hezhang.core.kernel.queries import GLANCE_CAP, count_words

# A screenful at 1366 × 768, the smallest desk.
SHOWN = 8


@dataclass(frozen=True)
class Stat:
    """A figure that opens to the rows behind it. Tones: blue, green, orange, red, grey."""

    label: str
    value: int | str
    url: str
    unit: str = ""
    tone: str = "grey"


@dataclass(frozen=True)
class Todo:
    """One thing to do today: what, where, by when, and the one button; ``press`` posts at once, else it opens a page."""

    title: str
    note: str
    url: str = ""
    button: str = ""
    action: str = ""
    due: date | None = None
    tag: str = ""
    tone: str = "grey"
    press: bool = False
    quiet: bool = False  # only to be looked at: the button does not call for anything


@dataclass
class Section:
    """Things of one kind; ``more`` leads to all of them; ``empty`` is said when there are none."""

    title: str
    todos: list[Todo]
    empty: str
    more: str = ""
    total: int = 0

    @property
    def total_words(self) -> str:
        return count_words(self.total, GLANCE_CAP)


@dataclass
class Desk:
    """A home: greeting line, figures, sections, and for those who look at the whole district its ranking."""

    lead: str
    stats: list[Stat] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    rates: list[dict] = field(default_factory=list)
    ranking: dict | None = None
    reports: list[tuple[str, str]] = field(default_factory=list)
    setup: list[Any] = field(default_factory=list)  # steps of an office that is not set up yet
    opens: bool = False  # they are an administrator's: gone once the office has somebody, and not put away before
    walks: bool = False  # for those who patrol: what is not handed in yet is shown first

    @property
    def first(self) -> list[Section]:
        """What 长辈版 shows: the section of the day's work, and the next where something waits in it."""
        return [section for index, section in enumerate(self.sections[:2]) if index == 0 or section.todos]

    @property
    def rest(self) -> list[Section]:
        """What stands under 更多 there."""
        return [section for section in self.sections if section not in self.first]


def link(name: str, *args: object, **query: object) -> str:
    """A URL by name with a query string."""
    # Only our own words and numbers are given: nothing to be quoted.
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(name, args=args) + (f"?{asked}" if asked else "")
