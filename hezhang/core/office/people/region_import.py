"""Import of regions from a table of statistical division codes (统计用区划代码), as offices download it.

The 12 digits are the path: tier and parent follow from them and are checked against the columns 级别 and 上级代码
where the table has these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.rules import reaches
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.kernel.words import initials
from hezhang.core.web.excel import HeaderError, SheetIn, as_text, find_header
from hezhang.core.web.importing import CellProblem, ImportPlan, ImportSpec, TemplateColumn

HEADINGS = {
    "code": ["行政区划代码", "区划代码", "统计用区划代码", "编码", "代码", "区划编码"],
    "name": ["名称", "区划名称", "行政区划名称", "单位名称"],
    "tier": ["级别", "层级", "区划级别", "行政级别"],
    "parent": ["上级代码", "上级区划代码", "上级编码", "父级代码", "父级编码"],
}
TIER_WORDS = {
    Tier.CITY: "市 市级 地市 地级 地级市 州 盟",
    Tier.COUNTY: "县 县级 区 区级 区县 区县级 县区",
    Tier.TOWN: "乡 乡级 镇 镇级 乡镇 乡镇级 街道 乡镇街道 乡镇（街道）",
    Tier.VILLAGE: "村 村级 社区 居委会 村委会 村社区 村（社区）",
}
TIER_OF = {word: tier for tier, words in TIER_WORDS.items() for word in words.split()}
FIELDS = ["name", "tier", "parent_id", "pinyin", "is_pseudo"]
BATCH = 500


@dataclass
class Line:
    """One row of the table."""

    row: int
    code: str
    name: str
    tier: str
    parent: str


@dataclass
class Reading:
    """One sheet on its way to a plan."""

    sheet: str
    columns: dict[str, int]
    head_row: int  # as Excel counts
    lines: list[Line] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    def wrong(self, line: Line, key: str, reason: str, remedy: str) -> None:
        """Note a problem at the cell of this column."""
        col = self.columns.get(key, -1) + 1
        value = str(getattr(line, key))
        self.problems.append(CellProblem(line.row, HEADINGS[key][0], value, reason, remedy, self.sheet, col))


def tier_of(code: str) -> Tier | None:
    """The tier by trailing zeros; None for provinces, which lie above this system."""
    return next((tier for tier in TIER_ORDER if code[2:4] != "00" and not code[CODE_DIGITS[tier] :].strip("0")), None)


def ancestors(code: str) -> list[str]:
    """Codes of the possible regions above, nearest first; towns directly under a city have no county."""
    cut = [code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in reversed(TIER_ORDER)]
    return [each for each in dict.fromkeys(cut) if each != code]


def is_pseudo(code: str, tier: Tier) -> bool:
    """开发区 and the like: county digits 71–79; town and village digits 400–599 (统计用区划代码和城乡划分代码编制规则)."""
    if tier == Tier.COUNTY:
        return "71" <= code[4:6] <= "79"
    own = code[6:9] if tier == Tier.TOWN else code[9:12]
    return tier in (Tier.TOWN, Tier.VILLAGE) and "400" <= own <= "599"


def plan(post: Post | None, sheets: list[SheetIn]) -> ImportPlan:
    """What would be new, what would change, and everything that is wrong. ``post`` None is the command line."""
    reading, why = _read(sheets)
    if reading is None:
        return ImportPlan(problems=[CellProblem(0, "", "", why, "可下载模板对照。")])
    wanted = {line.code: line for line in _sound(reading)}
    known = Region.objects.in_bulk(list({code for each in wanted for code in (each, *ancestors(each))}))
    # A parent that stands in the file with a mistake of its own is not missed by each of its villages.
    codes = known.keys() | {line.code for line in reading.lines}
    rows = [_region(line, codes, reading) for line in wanted.values()]
    return _compared(post, [row for row in rows if row is not None], wanted, known, reading)


def _read(sheets: list[SheetIn]) -> tuple[Reading | None, str]:
    """The first sheet whose head names a code and a name, or why there is none."""
    why = "文件中没有可读的工作表。"
    for sheet in (each for each in sheets if each.rows and not each.hidden):
        try:
            head = find_header(sheet.filled(), HEADINGS, required=["code", "name"])
        except HeaderError as wrong:
            why = str(wrong)
            continue
        reading = Reading(sheet.name, head.columns, head.data_from)
        for number, values in sheet.data_rows(head.data_from):
            cells = {key: as_text(values[at]) for key, at in head.columns.items()}
            reading.lines.append(Line(number, **{key: cells.get(key, "") for key in HEADINGS}))
        if reading.lines:
            return reading, ""
        why = "表头下面没有数据行。"
    return None, why


def _sound(reading: Reading) -> Iterator[Line]:
    """Lines whose own cells are right; the others are noted."""
    seen: dict[str, int] = {}
    for line in reading.lines:
        if not re.fullmatch(r"[0-9]{12}", line.code):
            reading.wrong(line, "code", "区划代码不是 12 位数字", "补足为 12 位（末尾补 0），并设为文本格式。")
        elif line.code in seen:
            reading.wrong(line, "code", f"与第 {seen[line.code]} 行的区划代码重复", "删去多余的一行。")
        elif tier_of(line.code) is None:
            reading.wrong(line, "code", "省级区划不在本系统范围内", "删去该行，从市级开始。")
        else:
            seen[line.code] = line.row
            if _cells_fit(reading, line):
                yield line


def _cells_fit(reading: Reading, line: Line) -> bool:
    """Name, tier and parent against the code."""
    before = len(reading.problems)
    if not line.name:
        reading.wrong(line, "name", "名称为空", "填写区划名称。")
    if len(line.name) > 60:
        reading.wrong(line, "name", "名称超过 60 个字", "缩短名称。")
    tier = tier_of(line.code)
    if line.tier and TIER_OF.get(line.tier) != tier:
        reading.wrong(line, "tier", f"级别与区划代码不符：按代码应为{tier.label}", "核对代码和级别。")  # type: ignore[union-attr]
    # The public list names the province above a city, which lies above this system.
    above_city = tier == Tier.CITY and line.parent == line.code[:2].ljust(12, "0")
    if line.parent and line.parent not in ancestors(line.code) and not above_city:
        reading.wrong(line, "parent", "上级代码与区划代码不符", "上级代码应与本行代码前几位一致，其余为 0。")
    return len(reading.problems) == before


def _region(line: Line, known: set[str], reading: Reading) -> Region | None:
    """The region as it should be stored; None when its parent is neither in the file nor in the database."""
    tier = tier_of(line.code) or Tier.VILLAGE
    above = ancestors(line.code)
    parent = line.parent if line.parent in above else next(iter(above), None)
    if parent is not None and parent not in known:
        reading.wrong(line, "parent", f"上级区划 {parent} 既不在文件中，也未登记", "把上级一并放入文件，或先导入上级。")
        return None
    pseudo = is_pseudo(line.code, tier)
    letters = initials(line.name)[:60]
    return Region(code=line.code, name=line.name, tier=tier, parent_id=parent, pinyin=letters, is_pseudo=pseudo)


def _compared(
    post: Post | None, rows: list[Region], wanted: dict[str, Line], known: dict[str, Region], reading: Reading
) -> ImportPlan:
    """New, changed and unchanged rows; changes outside the post's own region are problems."""
    new = [row for row in rows if row.pk not in known]
    changed = [row for row in rows if row.pk in known and _differs(row, known[row.pk])]
    if post is not None:
        for row in new + changed:
            if not reaches(post, row.pk):
                reading.wrong(wanted[row.pk], "code", "不在您的区域内", "删去该行，或请上级河长办、系统管理员导入。")

    def apply() -> None:
        # Parents before their children: not every database defers its foreign keys to the end.
        Region.objects.bulk_create(sorted(new, key=lambda row: TIER_ORDER.index(Tier(row.tier))), batch_size=BATCH)
        Region.objects.bulk_update(changed, FIELDS, batch_size=BATCH)

    counts = [("新增", len(new)), ("更新", len(changed)), ("未变", len(rows) - len(new) - len(changed))]
    preview = [(row.pk, row.name, Tier(row.tier).label, row.parent_id or "") for row in rows[:20]]
    headings = ["区划代码", "名称", "级别", "上级代码"]
    problems = sorted(reading.problems, key=lambda each: each.row)
    return ImportPlan(
        problems=problems,
        summary=counts,
        headings=headings,
        preview=preview,
        head_rows={reading.sheet: reading.head_row},
        apply=apply,
    )


def _differs(row: Region, stored: Region) -> bool:
    return any(getattr(row, name) != getattr(stored, name) for name in FIELDS)


SPEC = ImportSpec(
    key="regions",
    title="导入行政区划",
    columns=[
        TemplateColumn("行政区划代码", "990102101000", "12 位统计用区划代码，设为文本格式", required=True),
        TemplateColumn("名称", "桥头镇", "", required=True),
        TemplateColumn("级别", "乡", "市、县、乡、村；可不填，按代码末尾的 0 判断"),
        TemplateColumn("上级代码", "990102000000", "可不填，按代码前几位判断"),
    ],
    plan=plan,
    done_url="people:regions",
    hint="可直接上传统计用区划代码表；列名为“编码”“区划名称”等也能识别。重复导入不会重复登记。",
)
