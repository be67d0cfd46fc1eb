"""Data rows of a chief list: blanks filled from the row above where the office means "the same". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.web.excel import as_name_and_phone, column_letters
from hezhang.core.web.importing import CellProblem
from hezhang.core.web.importing.desk.rows import Row
from rivers.chiefs.importing.alone import place_of, refuse_others, tier_of
from rivers.chiefs.importing.columns import PARTS, SINGLES, columns_of, name_of, tiers_of
from rivers.chiefs.importing.words import AS_ABOVE


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
    row: Row | None = None
    starts_on: date | None = None


def lines_of(rows: Iterable[Row]) -> Iterator[Line]:
    """The rows that say something, in order; each table begins anew."""
    above: Line | None = None
    for row in rows:
        if above is not None and above.row and above.row.table is not row.table:
            above = None
        line = _inherit(line_of(row), above)
        if line.single.get("river") or any(not cells.is_blank for cells in line.chiefs.values()):
            yield line
            above = line


def spot_of(row: Row, key: str) -> Spot:
    """Where the row's cell of this column stands."""
    col = row.table.head.columns[key]
    return Spot(row.sheet, row.number - 1, col, row.table.head.names[col], row.text(key))


def line_of(row: Row) -> Line:
    """The row as a line: all its tiers, or the one person that stands in it."""
    single = {key: _own(row.text(key)) for key in SINGLES if row.has(key)}
    at = {key: spot_of(row, key) for key in SINGLES if row.has(key)}
    chiefs = {tier: cells_of(row, columns_of(tier)) for tier in tiers_of(row.table.head)}
    if not chiefs and row.has("name") and (tier := tier_of(row)) is not None:
        refuse_others(row)
        place = place_of(row, tier)
        single, at = single | place, at | {key: spot_of(row, "region") for key in place}
        chiefs = {tier: cells_of(row, {part: part for part in PARTS})}
    whole = Spot(row.sheet, row.number - 1, None)
    return Line(whole, single, chiefs, at, row, starts_on=row.get("starts"))


def cells_of(row: Row, columns: dict[str, str]) -> ChiefCells:
    """Name, title and phone from these columns, as far as there are; name and phone in one cell are taken apart, and told."""
    at = {part: spot_of(row, columns[part]) for part in PARTS if row.has(columns[part])}
    cells = {part: _own(row.text(columns[part])) for part in PARTS}
    name, phone = as_name_and_phone(cells["name"])
    # Another number in the column beside it, or no name: that is for a person to say.
    if name and phone and cells["phone"] in ("", phone):
        row.guess(columns["name"], f"{name}，{phone}", "姓名和电话写在同一格，分开读取")
        cells |= {"name": name, "phone": phone}
        at.setdefault("phone", at["name"])
    return ChiefCells(**cells, at=at)


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
    if line.row is not None:
        for kind in gone:
            line.row.guess(kind, above.single[kind], "单元格为空或写着同上，沿用上一行")
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
        if line.row is not None and not above.chiefs[tier].is_blank:
            line.row.guess(name_of(tier), above.chiefs[tier].name, "单元格为空或写着同上，沿用上一行的河长")
    return chiefs


def _lowest(line: Line) -> Tier | None:
    """The lowest tier that the list has a column for: every row has its own."""
    return max(line.chiefs, key=TIER_ORDER.index, default=None)
