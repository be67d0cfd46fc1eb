"""What is suggested for an issue: read in a few queries, learned once a day, never filled in by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from issues.clocks.choices import Severity
from issues.hints.models import Keyword, Phrase
from issues.hints.rules import Handled, Learned, Suggestion, learn, suggest_classes, suggest_grades, suggest_units
from issues.ledger.models import Category, Issue

YEAR = timedelta(days=365)
MOST = 5000  # the latest of a county's ledger, from which is learned
KEPT = 6 * 3600  # seconds
TOWN = CODE_DIGITS[Tier.TOWN]


@dataclass
class Hints:
    """``value`` of each is what the form's field takes."""

    classes: list[dict[str, Any]] = field(default_factory=list)
    grades: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)
    phrases: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.classes or self.grades or self.units or self.phrases)

    def groups(self) -> list[dict[str, Any]]:
        """For the page: numbered through, since a key presses each."""
        told = [("category", "类别", self.classes), ("severity", "严重程度", self.grades)]
        told += [("unit", "责任单位", self.units), ("requirement", "办理要求", self.phrases)]
        number, groups = 0, []
        for name, label, chips in told:
            for chip in chips:
                number += 1
                chip["number"] = number if number < 10 else ""
            groups.append({"name": name, "label": label, "chips": chips})
        return [group for group in groups if group["chips"]]


def hints(issue: Issue, *, registering: bool, dispatching: bool, category: Category | None = None) -> Hints:
    """``category``: the class that is chosen on the form; else the issue's own, else the one that is suggested."""
    told, code = Hints(), issue.region_id
    kinds = {kind.name: kind for kind in Category.objects.in_force(code).filter(is_active=True)}
    kind = category or issue.category
    if registering:
        words = list(Keyword.objects.in_force(code).values_list("category__name", "word", "severity"))
        taught = _taught(code[:6])
        classes = suggest_classes(issue.text, [(name, word) for name, word, _ in words], taught["category"])
        told.classes = [_chip(one, kinds[one.value].pk, one.value) for one in classes if one.value in kinds]
        kind = kind or next((kinds[one.value] for one in classes if one.value in kinds), None)
        graded = [(grade, word) for name, word, grade in words if kind and name == kind.name]
        grades = suggest_grades(issue.text, kind.name if kind else "", graded, taught["severity"])
        told.grades = [_chip(one, one.value, str(Severity(one.value).label)) for one in grades]
    if dispatching:
        told.units = units_of(issue, kind)
        told.phrases = _phrases(code, kind)
    return told


def _chip(one: Suggestion, value: Any, label: str) -> dict[str, Any]:
    return {"value": value, "label": label, "why": one.why}


def _phrases(code: str, kind: Category | None) -> list[dict[str, Any]]:
    rows = Phrase.objects.in_force(code).filter(category=kind) if kind else Phrase.objects.none()
    return [{"value": row.words, "label": row.words, "why": ""} for row in rows[:3]]


def units_of(issue: Issue, kind: Category | None, handled: Iterable[Handled] | None = None) -> list[dict[str, Any]]:
    """Units that took such issues within a year; where none did, the town's own government."""
    rows = list(handled if handled is not None else handled_in(issue.region_id[:6]))
    town = issue.region_id[:TOWN]
    found = suggest_units(rows, town, str(kind.pk) if kind else "")
    names = {row.unit: row.name for row in rows}
    if found:
        return [_chip(one, int(one.value), names[one.value]) for one in found]
    own = Department.objects.active().filter(kind=DepartmentKind.TOWN, region_id=town.ljust(12, "0")).first()
    return [{"value": own.pk, "label": own.name, "why": "属地乡镇（街道），近一年没有办理记录可参照"}] if own else []


class Advice:
    """The first suggestion for many issues: what a county has handled is read once, and so are the phrases of a class."""

    def __init__(self) -> None:
        self._handled: dict[str, list[Handled]] = {}
        self._units: dict[tuple[str, int | None], int | None] = {}
        self._phrases: dict[tuple[str, int | None], str] = {}

    def unit(self, issue: Issue) -> int | None:
        """Of who took such issues within a year; None where nobody did."""
        county, key = issue.region_id[:6], (issue.region_id[:TOWN], issue.category_id)
        if county not in self._handled:
            self._handled[county] = handled_in(county)
        if key not in self._units:
            found = suggest_units(self._handled[county], key[0], str(key[1]))
            self._units[key] = int(found[0].value) if found else None
        return self._units[key]

    def phrase(self, issue: Issue) -> str:
        key = (issue.region_id[:6], issue.category_id)
        if key not in self._phrases:
            told = _phrases(issue.region_id, issue.category)
            self._phrases[key] = told[0]["value"] if told else "请按职责办理，限期整改并反馈结果。"
        return self._phrases[key]


def handled_in(county: str, at: datetime | None = None) -> list[Handled]:
    """Who was handed what, in the county's latest issues of a year; one query over a range of an index."""
    since = (at or timezone.now()) - YEAR
    latest = Issue.objects.filter(county=county, found_at__gte=since).order_by("-found_at", "-pk").values("pk")[:MOST]
    rows = Issue.objects.filter(pk__in=latest, unit__isnull=False, unit__is_active=True).order_by()
    names = ("region", "category", "unit", "unit__name", "unit__kind", "unit__region")
    return [
        Handled(
            region[:TOWN], str(kind), str(unit), name, number,
            home=place[:TOWN] if unit_kind == DepartmentKind.TOWN else "",
        )
        for region, kind, unit, name, unit_kind, place, number in rows.values_list(*names).annotate(n=Count("pk"))
    ]  # fmt: skip


def _taught(county: str) -> dict[str, Learned]:
    """What the county's registered issues teach; kept for some hours, since a ledger changes slowly."""
    key = f"hints:{county}"
    if (known := cache.get(key)) is None:
        known = teach(
            Issue.objects.filter(county=county, category__isnull=False)
            .order_by("-found_at", "-pk")
            .values_list("text", "category__name", "severity")[:MOST]
        )
        cache.set(key, known, KEPT)
    return known


def teach(rows: Iterable[tuple[str, str, str]]) -> dict[str, Learned]:
    """From (description, class, grade)."""
    told = list(rows)
    return {
        "category": learn((text, name) for text, name, _ in told),
        "severity": learn((text, grade) for text, _, grade in told),
    }
