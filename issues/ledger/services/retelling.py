"""A report sent again under its number (decision 0013): what is new of it, against the stored issue and its supplements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hezhang.core.files.models import Upload
from hezhang.core.kernel.retelling import unsaid
from hezhang.core.workflow.errors import Conflicting
from issues.ledger.choices import State
from issues.ledger.models import Issue

LABELS = {
    "river": "河湖",
    "reach": "河段",
    "region": "所在区划",
    "place": "位置描述",
    "category": "问题类别",
    "severity": "严重程度",
    "source": "来源",
    "outside_number": "上级编号",
}
# What the office rules on once the issue is registered: later differences are its own work, not the reporter's.
RULED = ("category", "severity", "source", "outside_number")

BETWEEN = " \n，。；、,;."  # what stands between two sentences


@dataclass(frozen=True)
class News:
    """What no earlier telling holds: in words, and photos."""

    words: str = ""
    photos: Sequence[Upload] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.words or self.photos)


class ToldOtherwise(Conflicting):
    """The number is an issue already (``known``), and what came has more or other in it."""

    def __init__(self, known: Issue) -> None:
        super().__init__(f"这份上报此前已登记为 {known.number}，这次的内容有增减，原记录未改动。")
        self.known = known


def news_of(known: Issue, told: Issue, photos: Sequence[Upload]) -> News:
    """What the second telling adds; a position measured anew, a time left open and a shorter text add nothing."""
    added = known.transitions.filter(verb="supplement").values_list("words", flat=True)
    said = [known.text, *(line for words in added for line in words.splitlines())]
    parts = [_rest(told.text, said)]
    names = [name for name in LABELS if known.state == State.REPORTED or name not in RULED]
    new = unsaid(_facts(told, names), [_facts(known, names)])
    parts += [part for part in (f"{LABELS[name]}：{_shown(told, name)}" for name in new) if not _holds(said, part)]
    seen = set(known.evidence.values_list("upload__sha256", flat=True))
    return News("\n".join(part for part in parts if part), [photo for photo in photos if photo.sha256 not in seen])


def _facts(issue: Issue, names: Iterable[str]) -> dict[str, Any]:
    facts = {name: getattr(issue, name) for name in names}
    if issue.reach_id:
        facts["region"] = None  # follows from the reach
    return facts


def _shown(issue: Issue, name: str) -> str:
    label = getattr(issue, f"get_{name}_display", None)
    return str(label() if label else getattr(issue, name))


def _rest(text: str, said: Sequence[str]) -> str:
    """The text without what stands at its beginning already; "" when all of it has been said."""
    rest = text.strip()
    for earlier in said:
        rest = rest.removeprefix(earlier.strip()).lstrip(BETWEEN)
    return "" if _holds(said, rest) else rest


def _holds(said: Sequence[str], text: str) -> bool:
    return any(text in earlier for earlier in said)
