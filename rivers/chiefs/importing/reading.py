"""From a workbook's rows to what the registry should hold: which county, which places, which people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import shortened
from hezhang.core.web.importing import CellProblem
from hezhang.core.web.importing.desk.rows import Row, Table
from hezhang.core.web.importing.places import Places
from rivers.chiefs.importing.columns import unit
from rivers.chiefs.importing.lines import Line, lines_of
from rivers.chiefs.importing.target import Builder, Target
from rivers.chiefs.importing.words import heading_of

NO_HEAD = "没有找到表头。"
NO_HEAD_REMEDY = "表头应有“河道名称”和“区级河长”“街道级河长”“村级河长”等列，请核对后重新上传。"
NO_COUNTY = "无法判断名录属于哪个区县。"
NO_COUNTY_REMEDY = "请在标题写明区县名称（如“龙湾区河长名录”）或选择区县，并先导入该区县的行政区划。"


@dataclass
class Understood:
    """``county`` is None when not even that is known; then ``problems`` says why."""

    county: Region | None
    problems: list[CellProblem] = field(default_factory=list)
    places: Places = field(default_factory=lambda: Places([]))
    lines: list[Line] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)

    def target(self, without: Iterable[tuple[str, int]] = ()) -> Target:
        """The registry that the lines ask for; ``without`` names rows (sheet, number) that stay out."""
        left = set(without)
        if self.county is None:
            raise ValueError("no county")
        builder = Builder(self.places, self.county, self.units)
        return builder.build(one for one in self.lines if (one.spot.sheet, one.spot.row + 1) not in left)


def understand(
    rows: Sequence[Row], county_code: str = "", own: Region | None = None, *, beside: Sequence[Row] = ()
) -> Understood:
    """Which county the rows are about, and their lines. ``beside``: rows of the file that are read elsewhere.

    ``own`` is the reader's own region: the county to assume when the list names none.
    """
    tables = list({id(row.table): row.table for row in (*rows, *beside)}.values())
    lines = list(lines_of(rows))
    named = " ".join({row.text(key) for row in beside for key in ("county", "region") if row.has(key)})
    county = _county(tables, lines, county_code, named) or (own if own and own.tier == Tier.COUNTY else None)
    if county is None:
        return Understood(None, [CellProblem(0, "", county_code, NO_COUNTY, NO_COUNTY_REMEDY)])
    # A county guessed from the title cannot contradict it.
    if county_code and (told := _other_county(tables, county)):
        return Understood(None, [told])
    units = {key: unit(tables[0].head, key) for key in ("length", "reach_length")} if tables else {}
    return Understood(county, [], _places_of(county), lines, units)


def _county(tables: list[Table], lines: list[Line], code: str, named: str = "") -> Region | None:
    """The one named by code, else in a title, else in a county column, else the one that holds the towns named."""
    if code:
        return Region.objects.filter(code=code.ljust(12, "0"), tier=Tier.COUNTY).first()
    upper = Places(Region.objects.filter(tier__in=[Tier.COUNTY, Tier.TOWN]))
    for words in [table.title for table in tables] + [_column(lines, "county"), named]:
        county = upper.county_in(heading_of(words))
        if county:
            return county
    counties = upper.by_tier[Tier.COUNTY]
    return upper.county_of_towns(_town_words(lines)) or (counties[0] if len(counties) == 1 else None)


def _other_county(tables: list[Table], county: Region) -> CellProblem | None:
    """A title that names another county than the one chosen: most likely the wrong file."""
    for table in tables:
        named = [each for each in Region.objects.filter(tier=Tier.COUNTY) if each.name in table.title]
        if named and county not in named:
            reason = f"标题写的是{named[0].name}，所选的区县是{county.name}。"
            remedy = f"请核对文件和所选区县；确是{county.name}名录的，请改正标题。"
            return CellProblem(1, "", shortened(table.title, 60), reason, remedy, table.sheet.name)
    return None


def _column(lines: list[Line], kind: str) -> str:
    return " ".join({line.single.get(kind, "") for line in lines})


def _town_words(lines: list[Line]) -> list[str]:
    titles = [line.chiefs[Tier.TOWN].title for line in lines if Tier.TOWN in line.chiefs]
    return [text for text in [line.single.get("town", "") for line in lines] + titles if text]


def _places_of(county: Region) -> Places:
    """The county with all below it, and the city above it."""
    above = [county.parent] if county.parent else []
    return Places([*Region.objects.subtree(county), *above])
