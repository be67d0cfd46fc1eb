"""How good the suggestions are, on what they were not made of: an earlier part of the ledger teaches, the later part asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hezhang.core.accounts.choices import DepartmentKind
from issues.hints.facts.suggesting import TOWN, teach
from issues.hints.models import Keyword
from issues.hints.rules import Handled, Learned, suggest_classes, suggest_grades, suggest_units
from issues.hints.rules.learning import learn
from issues.ledger.models import Issue

FIELDS = ("text", "category__name", "severity", "region", "unit", "unit__name", "unit__kind", "unit__region")
Words = list[tuple[str, str, str]]


@dataclass
class Tally:
    """(right answer → [asked, first, among the first three])."""

    name: str
    by: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def add(self, right: str, told: Sequence[str]) -> None:
        counts = self.by[right]
        for place, yes in enumerate((True, right in told[:1], right in told[:3])):
            counts[place] += yes

    @property
    def sums(self) -> tuple[int, int, int]:
        asked, first, three = (sum(counts[place] for counts in self.by.values()) for place in range(3))
        return asked, first, three


def measure(county: str, share: float = 0.2) -> list[Tally]:
    """The latest ``share`` of the county's registered issues asked of what the earlier ones teach."""
    rows = Issue.objects.filter(county=county, category__isnull=False).order_by("found_at", "pk")
    told: list[Any] = list(rows.values_list(*FIELDS))
    cut = int(len(told) * (1 - share))
    words: Words = list(
        Keyword.objects.in_force(county.ljust(12, "0")).values_list("category__name", "word", "severity")
    )
    taught, nothing = teach(row[:3] for row in told[:cut]), learn([])
    plain = [(name, word) for name, word, _ in words]
    most = [name for name, _ in Counter(row[1] for row in told[:cut]).most_common()]
    tallies = [
        Tally("类别：总填最多的三类（对照）"),
        Tally("类别：只按用词表"),
        Tally("类别：只按本区台账"),
        Tally("类别：两者合用"),
    ]
    grades, units = Tally("严重程度"), Tally("责任单位：按乡镇和类别")
    handled = _handled(told[:cut])
    for text, name, grade, region, unit, unit_name, *_ in told[cut:]:
        asked = [most] + [
            [one.value for one in suggest_classes(text, *using)]
            for using in ((plain, nothing), ([], taught["category"]), (plain, taught["category"]))
        ]
        for tally, answer in zip(tallies, asked, strict=True):
            tally.add(name, answer)
        grades.add(grade, _grade(text, name, words, taught["severity"]))
        if unit:
            units.add(unit_name, _units(handled, region, name))
    return [*tallies, grades, units]


def _grade(text: str, name: str, words: Words, taught: Learned) -> list[str]:
    spoken = [(grade, word) for kind, word, grade in words if kind == name]
    return [one.value for one in suggest_grades(text, name, spoken, taught)]


def _handled(rows: Sequence[Any]) -> list[Handled]:
    counts = Counter(
        (region[:TOWN], name, str(unit), unit_name, place[:TOWN] if kind == DepartmentKind.TOWN else "")
        for _, name, _, region, unit, unit_name, kind, place in rows
        if unit
    )
    return [Handled(*key[:4], number=number, home=key[4]) for key, number in counts.items()]


def _units(handled: list[Handled], region: str, name: str) -> list[str]:
    names = {row.unit: row.name for row in handled}
    return [names[one.value] for one in suggest_units(handled, region[:TOWN], name)]
