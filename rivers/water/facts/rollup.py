"""Water of a region town by town: sections by class, targets met, month after month; each figure is the number of its rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from rivers.water.choices import WaterClass
from rivers.water.models import SectionMonth

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

ALL = "all"
OUT = "out"  # dry, frozen, without data: 不参评
# What a figure counts, by its key in the address.
KINDS = {ALL: "断面", "assessed": "参评", "met": "达标", "unmet": "未达标", OUT: "未参评"} | {
    f"class-{one.value}": one.label for one in WaterClass
}


@dataclass(frozen=True)
class Cell:
    """A figure and the rows behind it."""

    number: int
    url: str
    of: int | None = None  # what it is a share of

    @property
    def percent(self) -> str:
        """Rounded down: 100 % stands only where nothing was missed; "" without anything to be a share of."""
        return f"{self.number * 100 // self.of}%" if self.of else ""


@dataclass
class Line:
    """A region with its sections of the month, and its year so far."""

    code: str
    name: str
    sections: Cell | None = None
    classes: list[Cell] = field(default_factory=list)
    assessed: Cell | None = None
    met: Cell | None = None
    out: Cell | None = None
    months: list[Cell | None] = field(default_factory=list)
    year: Cell | None = None


def rollup(post: Post, month: date) -> list[Line]:
    """The regions right below the post's, each with its month and its year up to it; then all of them. Two questions."""
    counts: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows = _in_year(post, month).values_list("section__region_id", "month", "water_class", "target")
    for code, when, grade, target in rows:
        for key in (part_of(post, code), ""):
            counts[key][when.month].update(_kinds_of(grade, target))
    names = dict(Region.objects.filter(code__in=[key for key in counts if key]).values_list("code", "name"))
    own = {post.region_id: f"{post.region.name}本级"}
    lines = [_line(key, (own | names | own).get(key, key), counts[key], month) for key in sorted(counts) if key]
    return [*lines, _line("", "合计", counts[""], month)] if lines else []


def part_of(post: Post, code: str) -> str:
    """The region right below the post's in which a section lies; the post's own where it lies in none."""
    tiers = list(Tier)
    at = tiers.index(Tier(post.region.tier))
    below = tiers[min(at + 1, len(tiers) - 1)]
    return code[: CODE_DIGITS[below]].ljust(12, "0")


def _in_year(post: Post, month: date) -> QuerySet[SectionMonth]:
    return SectionMonth.objects.visible_to(post).filter(month__range=(month.replace(month=1), month)).order_by()


def _kinds_of(grade: int | None, target: int) -> list[str]:
    if grade is None:
        return [ALL, OUT]
    return [ALL, "assessed", "met" if grade <= target else "unmet", f"class-{grade}"]


def _line(code: str, name: str, by_month: dict[int, Counter[str]], month: date) -> Line:
    now, line = by_month[month.month], Line(code, name)

    def cell(kind: str, counts: Counter[str], of: int | None = None, **span: str) -> Cell:
        asked = {"month": f"{month:%Y-%m}", "region": code, "kind": kind} | span
        return Cell(counts[kind], f"?{urlencode(asked)}#rows", of)

    line.sections = cell(ALL, now)
    line.classes = [cell(f"class-{one.value}", now, now["assessed"]) for one in WaterClass]
    line.assessed, line.out = cell("assessed", now), cell(OUT, now)
    line.met = cell("met", now, now["assessed"])
    for number in range(1, month.month + 1):
        told = by_month[number]
        at = f"{month.replace(month=number):%Y-%m}"
        line.months.append(cell("met", told, told["assessed"], at=at) if told["assessed"] else None)
    year = sum((by_month[number] for number in range(1, month.month + 1)), Counter())
    line.year = cell("met", year, year["assessed"], at=f"{month:%Y}")
    return line


def rows_behind(post: Post, month: date, code: str, kind: str, at: str) -> list[SectionMonth]:
    """The months of sections that a figure counts; ``at``: another month of the year, or the year so far ("2026")."""
    rows = _in_year(post, month)
    if at != f"{month:%Y}":
        rows = rows.filter(month=at_month(at) or month)
    region = Region.objects.filter(code=code).first()
    if region:
        rows = rows.filter(within(region, "section__region"))
    found = rows.select_related("section__river", "section__region")
    return [
        one
        for one in found.order_by("section__region_id", "section__code", "month")
        if (not code or _is_in(one, post, code)) and kind in _kinds_of(one.water_class, one.target)
    ]


def _is_in(one: SectionMonth, post: Post, code: str) -> bool:
    # 本级 is the sections of the region itself, and not of those below it.
    return part_of(post, one.section.region_id) == code


def at_month(text: str) -> date | None:
    """2026-05 → its first day; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
