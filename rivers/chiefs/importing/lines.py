"""Data rows of a chief list: blanks filled from the row above where the office means "the same". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from hezhang.core.kernel.choices import Tier
from hezhang.core.web.excel import column_letters
from hezhang.core.web.importing import CellProblem
from rivers.chiefs.importing.grid import Grid
from rivers.chiefs.importing.heading import ChiefColumns, Layout
from rivers.chiefs.importing.words import AS_ABOVE, tight

# 合计 stands in the first cell, or in the column that is merged around it.
TOTAL = re.compile(r"(合|总|小)计.*|.*(合计|总计|小计)")
# Remarks and signature lines beneath the table.
REMARK = re.compile(r"(注|备注|说明|填表|制表|审核|负责人|联系人|填报)[:：人单日].*|注")


@dataclass(frozen=True)
class Spot:
    """A cell, for telling people where something is."""

    sheet: str
    row: int
    col: int | None
    heading: str = ""
    value: str = ""

    def problem(self, reason: str, remedy: str) -> CellProblem:
        """What is wrong here, with Excel's row number and column letter."""
        column = f"{column_letters(self.col)} 列“{self.heading}”" if self.col is not None else ""
        col = 0 if self.col is None else self.col + 1
        return CellProblem(self.row + 1, column, self.value, reason, remedy, self.sheet, col)

    @property
    def words(self) -> str:
        return f"第 {self.row + 1} 行"


@dataclass(frozen=True)
class ChiefCells:
    """One tier's chief as written in a row; ``at`` says where each part stands."""

    name: str = ""
    title: str = ""
    phone: str = ""
    at: dict[str, Spot] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.title or self.phone)


@dataclass(frozen=True)
class Line:
    """One data row, with what it inherits."""

    spot: Spot
    single: dict[str, str]
    chiefs: dict[Tier, ChiefCells]
    at: dict[str, Spot]


def lines_of(grid: Grid, layout: Layout) -> Iterator[Line]:
    """The rows that say something, in order."""
    above: Line | None = None
    for row in range(layout.first, len(grid.rows)):
        cells = [tight(cell) for cell in grid.rows[row] if tight(cell)]
        if not cells or TOTAL.fullmatch(cells[0]) or REMARK.match(cells[0]) or _is_total(grid, layout, row):
            continue
        line = _inherit(_line(grid, layout, row), above)
        if line.single.get("river") or any(not cells.is_blank for cells in line.chiefs.values()):
            yield line
            above = line


def _is_total(grid: Grid, layout: Layout, row: int) -> bool:
    return any(TOTAL.fullmatch(tight(grid.at(row, col))) for col in layout.single.values())


def _line(grid: Grid, layout: Layout, row: int) -> Line:
    def spot(col: int) -> Spot:
        return Spot(grid.name, row, col, layout.headings.get(col, ""), grid.at(row, col))

    single = {kind: _own(grid.at(row, col)) for kind, col in layout.single.items()}
    at = {kind: spot(col) for kind, col in layout.single.items()}
    chiefs = {columns.tier: _cells(grid, row, columns, spot) for columns in layout.chiefs}
    return Line(Spot(grid.name, row, None), single, chiefs, at)


def _cells(grid: Grid, row: int, columns: ChiefColumns, spot: Callable[[int], Spot]) -> ChiefCells:
    where = {"name": columns.name, "title": columns.title, "phone": columns.phone}
    at = {part: spot(col) for part, col in where.items() if col is not None}
    return ChiefCells(**{part: _own(grid.at(row, col)) for part, col in where.items()}, at=at)


def _own(text: str) -> str:
    return "" if text in AS_ABOVE else text


def _inherit(line: Line, above: Line | None) -> Line:
    """Rows of one river: its name, length and upper chiefs are often written in the first row only."""
    river = line.single.get("river", "")
    if above is None or "river" not in line.single or (river and river != above.single.get("river")):
        return line
    town = line.single.get("town")
    same_town = not town or town == above.single.get("town")
    # A blank village is never the one above: each row of the lowest tier names its own, or has none.
    gone = [kind for kind, text in line.single.items() if not text and kind != "village" and above.single[kind]]
    single = line.single | {kind: above.single[kind] for kind in gone}
    at = line.at | {kind: above.at[kind] for kind in gone}
    return replace(line, single=single, at=at, chiefs=_inherit_chiefs(line, above, same_town))


def _inherit_chiefs(line: Line, above: Line, same_town: bool) -> dict[Tier, ChiefCells]:
    chiefs, last = dict(line.chiefs), _lowest(line)
    # From the top down, as far as the row names nobody: below its own chief nothing is inherited any more.
    for tier in (Tier.CITY, Tier.COUNTY, Tier.TOWN):
        if tier not in chiefs or tier == last:
            continue
        if not chiefs[tier].is_blank or (tier == Tier.TOWN and not same_town):
            break
        chiefs[tier] = above.chiefs[tier]
    return chiefs


def _lowest(line: Line) -> Tier | None:
    """The lowest tier that the list has a column for: every row has its own."""
    return max(line.chiefs, key=[Tier.CITY, Tier.COUNTY, Tier.TOWN, Tier.VILLAGE].index, default=None)
