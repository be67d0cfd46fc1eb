"""The monthly sheet: all sections of the scope by the items in use, as filed, as typed, and as it would be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from rivers.water.choices import Monitored, Outcome
from rivers.water.facts.sections import with_target
from rivers.water.facts.words import class_words, met_words
from rivers.water.models import MonthlyItem, Section, SectionMonth, WaterLimit
from rivers.water.rules.cells import told_by
from rivers.water.services import MonthIn, Planned
from rivers.water.services.planning import figures_of, mark_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# A request may hold 4000 fields; each row has its items, its state and its mark.
MOST_FIELDS = 3600


class Item(NamedTuple):
    code: str
    name: str
    unit: str

    @property
    def heading(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass
class Cell:
    """``name`` of its field, what stands in it, what is wrong with it, and what somebody else has filed meanwhile."""

    item: Item
    name: str
    text: str
    fault: str = ""
    theirs: str = ""


@dataclass
class Row:
    """One section's line; ``judged`` as ``told`` gives it."""

    section: Section
    monitored: str
    seen: str
    cells: list[Cell]
    judged: dict[str, Any]
    is_filed: bool = False


@dataclass
class Grid:
    month: date
    items: list[Item]
    page: Page
    stored: dict[int, SectionMonth] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def sections_in(post: Post, month: date) -> QuerySet[Section]:
    """The sections that the sheet holds, river by river."""
    # What was filed stays in sight, though the section ended meanwhile.
    filed = SectionMonth.objects.filter(month=month).order_by().values("section")
    there = Q(pk__in=Section.objects.in_month(month).values("pk")) | Q(pk__in=filed)
    return with_target(Section.objects.visible_to(post).filter(there), month).order_by("river__code", "code")


def grid_of(post: Post, month: date, number: str = "") -> Grid:
    """The sheet of a month as it stands; a handful of questions however many sections."""
    items = items_of(post, month)
    page = Paginator(sections_in(post, month), max(MOST_FIELDS // (len(items) + 2), 1)).get_page(number or 1)
    grid = Grid(month, items, page, _stored(page.object_list, month))
    grid.rows = [_row(grid, section, grid.stored.get(section.pk)) for section in page]
    return grid


def _stored(sections: Iterable[Section], month: date) -> dict[int, SectionMonth]:
    keys = [section.pk for section in sections]
    rows = SectionMonth.objects.filter(section__in=keys, month=month).prefetch_related("readings")
    return {row.section_id: row for row in rows}


def items_of(post: Post, month: date) -> list[Item]:
    """The columns in use, and whatever else was measured that month: nothing that was filed is out of sight."""
    items = {row.item: Item(row.item, row.name, row.unit) for row in MonthlyItem.objects.in_force(post.region_id)}
    months = SectionMonth.objects.visible_to(post).filter(month=month)
    filed = set(months.exclude(readings__item=None).values_list("readings__item", flat=True).distinct()) - set(items)
    named = WaterLimit.objects.filter(item__in=filed).order_by("-id").values_list("item", "item_name", "unit")
    more = {item: Item(item, name, unit) for item, name, unit in named}
    return [*items.values(), *(more.get(item, Item(item, item, "")) for item in sorted(filed))]


def _row(grid: Grid, section: Section, month: SectionMonth | None) -> Row:
    figures = figures_of(month) if month else {}
    cells = [Cell(item, name_of(section, item.code), figures.get(item.code, "")) for item in grid.items]
    judged = judged_as(month.monitored, month.water_class, month.target, month.main_pollutants) if month else unjudged()
    state = month.monitored if month else Monitored.YES
    return Row(section, state, mark_of(month) if month else "", cells, judged, bool(month))


def name_of(section: Section, key: str) -> str:
    """The name of a field: an item's figure, or the row's "monitored" and "seen"."""
    return f"{section.pk}-{key}"


def judged_as(monitored: str, water_class: int | None, target: int, pollutants: str) -> dict[str, Any]:
    """A row's verdict for the page and its script: class 1 to 6 or 0, words, whether the target is met, pollutants."""
    words = class_words(water_class) if water_class else f"{Monitored(monitored).label}，不参评"
    met = met_words(water_class, target) if water_class else ""
    return unjudged() | {"class": water_class or 0, "words": words, "met": met, "pollutants": pollutants}


def unjudged() -> dict[str, Any]:
    """The verdict on a row that says nothing yet."""
    words = dict.fromkeys(("words", "met", "pollutants", "outcome", "outcome_words", "fault"), "")
    return {**words, "class": 0, "faults": {}}


# ── What was typed ──
def months_in(
    data: Mapping[str, str], sections: Iterable[Section], items: Sequence[Item], month: date, source: str
) -> list[MonthIn]:
    """The rows that were sent, as the services take them; a column that was not sent stays as it is."""
    return [_month_in(data, section, items, month, source) for section in sections if name_of(section, "seen") in data]


def _month_in(data: Mapping[str, str], section: Section, items: Sequence[Item], month: date, source: str) -> MonthIn:
    sent = {item.code: name_of(section, item.code) for item in items}
    cells = {code: data[name] for code, name in sent.items() if name in data}
    told = told_by(cells, data.get(name_of(section, "monitored"), ""))
    seen = data[name_of(section, "seen")]
    # Where the figures come from is written with them; a correction keeps what it said.
    return MonthIn(section, month, told.readings, told.monitored, None if seen else source.strip(), seen)


def told(plan: Planned) -> dict[str, Any]:
    """What would become of a row, for the page and its script."""
    judged = unjudged()
    if plan.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.LATE):
        pollutants = "、".join(plan.result.main_pollutants)
        judged = judged_as(plan.row.monitored, plan.result.water_class, plan.target, pollutants)
    faults = dict(plan.faults) if plan.outcome == Outcome.WRONG else {}
    row_fault = "".join(faults.pop(name, "") for name in ("monitored", "month"))
    return {
        **judged,
        "outcome": plan.outcome,
        "outcome_words": Outcome(plan.outcome).label,
        "fault": row_fault,
        "faults": faults,
    }


def take_typed(grid: Grid, data: Mapping[str, str], plans: Iterable[Planned]) -> None:
    """Put what was typed into the sheet, with what is wrong at each cell and what others have filed meanwhile."""
    by_section = {plan.row.section.pk: plan for plan in plans}
    for row in grid.rows:
        plan = by_section.get(row.section.pk)
        if plan is None:
            continue
        row.judged = told(plan)
        is_late = plan.outcome == Outcome.LATE
        row.monitored = plan.row.monitored
        # A late row's mark is that of what stands now: the text stays, and saving it once more is a decision.
        row.seen = row.seen if is_late else data[name_of(row.section, "seen")]
        for cell in row.cells:
            theirs, cell.text = cell.text, data.get(cell.name, cell.text)
            cell.fault = row.judged["faults"].get(cell.item.code, "")
            cell.theirs = f"现为 {theirs or '空'}" if is_late and theirs != cell.text.strip() else ""
