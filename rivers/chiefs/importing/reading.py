"""From a workbook to what the registry should hold: which sheets, which head, which county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import shortened
from hezhang.core.web.excel import SheetIn
from hezhang.core.web.importing import NOTES, CellProblem
from rivers.chiefs.importing.grid import Grid, grid_of
from rivers.chiefs.importing.heading import Layout, find_layout
from rivers.chiefs.importing.lines import Line, Spot, lines_of
from rivers.chiefs.importing.places import Places
from rivers.chiefs.importing.target import Builder, Target
from rivers.chiefs.importing.words import heading_of

NO_HEAD = "没有找到表头。"
NO_HEAD_REMEDY = "表头应有“河道名称”和“区级河长”“街道级河长”“村级河长”等列，请核对后重新上传。"
NO_COUNTY = "无法判断名录属于哪个区县。"
NO_COUNTY_REMEDY = "请在标题写明区县名称（如“龙湾区河长名录”）或选择区县，并先导入该区县的行政区划。"


@dataclass
class Table:
    """One sheet whose head was found."""

    grid: Grid
    layout: Layout
    lines: list[Line]

    @property
    def title(self) -> str:
        """All that stands above the head, and the sheet's name."""
        above = self.grid.rows[: self.layout.first - 1]
        return " ".join([cell for row in above for cell in dict.fromkeys(row)] + [self.grid.name])


@dataclass
class Understood:
    """``target`` is None when not even the county is known; then ``problems`` says why."""

    target: Target | None
    problems: list[CellProblem] = field(default_factory=list)
    notices: list[CellProblem] = field(default_factory=list)
    head_rows: dict[str, int] = field(default_factory=dict)


def understand(sheets: Sequence[SheetIn], county_code: str = "", own: Region | None = None) -> Understood:
    """Read all visible sheets that look like chief lists; every problem of every row at once.

    ``own`` is the reader's own region: the county to assume when the list names none.
    """
    tables, notices = _tables(sheets)
    if not tables:
        return Understood(None, [CellProblem(0, "", "", NO_HEAD, NO_HEAD_REMEDY)], notices)
    county = _county(tables, county_code) or (own if own and own.tier == Tier.COUNTY else None)
    if county is None:
        return Understood(None, [CellProblem(0, "", county_code, NO_COUNTY, NO_COUNTY_REMEDY)], notices)
    # A county guessed from the title cannot contradict it.
    if county_code and (told := _other_county(tables, county)):
        return Understood(None, [told], notices)
    places = _places_of(county)
    units = {kind: tables[0].layout.unit(kind) for kind in ("length", "reach_length")}
    target = Builder(places, county, units).build(line for table in tables for line in table.lines)
    head_rows = {table.grid.name: table.layout.first for table in tables}
    return Understood(target, target.problems, notices + target.notices, head_rows)


def _tables(sheets: Sequence[SheetIn]) -> tuple[list[Table], list[CellProblem]]:
    tables: list[Table] = []
    notices: list[CellProblem] = []
    for sheet in sheets:
        # The sheet of remarks in our own template.
        if sheet.name == NOTES:
            continue
        if sheet.hidden:
            notices.append(_left_out(sheet, "隐藏的工作表，没有读取。", "需要导入的请取消隐藏。"))
            continue
        grid = grid_of(sheet)
        layout = find_layout(grid)
        if layout is None:
            if grid.rows:
                notices.append(_left_out(sheet, "没有找到表头，没有读取。", NO_HEAD_REMEDY))
            continue
        tables.append(Table(grid, layout, list(lines_of(grid, layout))))
        notices += _unread_columns(grid, layout)
    return tables, notices


def _left_out(sheet: SheetIn, reason: str, remedy: str) -> CellProblem:
    return CellProblem(0, "", sheet.name, reason, remedy, sheet.name)


def _unread_columns(grid: Grid, layout: Layout) -> list[CellProblem]:
    return [
        Spot(grid.name, layout.first - 1, col, layout.headings[col], layout.headings[col]).problem(
            "这一列没有用到，不会导入。", "不影响其他列。"
        )
        for col in layout.unread
    ]


def _county(tables: list[Table], code: str) -> Region | None:
    """The one named by code, else in a title, else in a county column, else the one that holds the towns named."""
    if code:
        return Region.objects.filter(code=code.ljust(12, "0"), tier=Tier.COUNTY).first()
    upper = Places(Region.objects.filter(tier__in=[Tier.COUNTY, Tier.TOWN]))
    for words in [table.title for table in tables] + [_column(tables, "county")]:
        county = upper.county_in(heading_of(words))
        if county:
            return county
    counties = upper.by_tier[Tier.COUNTY]
    return upper.county_of_towns(_town_words(tables)) or (counties[0] if len(counties) == 1 else None)


def _other_county(tables: list[Table], county: Region) -> CellProblem | None:
    """A title that names another county than the one chosen: most likely the wrong file."""
    for table in tables:
        named = [each for each in Region.objects.filter(tier=Tier.COUNTY) if each.name in table.title]
        if named and county not in named:
            reason = f"标题写的是{named[0].name}，所选的区县是{county.name}。"
            remedy = f"请核对文件和所选区县；确是{county.name}名录的，请改正标题。"
            return CellProblem(1, "", shortened(table.title, 60), reason, remedy, table.grid.name)
    return None


def _column(tables: list[Table], kind: str) -> str:
    return " ".join({line.single.get(kind, "") for table in tables for line in table.lines})


def _town_words(tables: list[Table]) -> list[str]:
    lines = [line for table in tables for line in table.lines]
    titles = [line.chiefs[Tier.TOWN].title for line in lines if Tier.TOWN in line.chiefs]
    return [text for text in [line.single.get("town", "") for line in lines] + titles if text]


def _places_of(county: Region) -> Places:
    """The county with all below it, and the city above it."""
    above = [county.parent] if county.parent else []
    return Places([*Region.objects.subtree(county), *above])
