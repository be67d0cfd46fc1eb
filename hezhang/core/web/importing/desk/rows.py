"""From a workbook to rows of a kind: which sheets, which head, which lines are data; every reading that was a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hezhang.core.kernel.words import shortened
from hezhang.core.web.excel import CellError, HeaderError, SheetIn, Uncomputed, as_text, column_letters
from hezhang.core.web.importing.desk.fields import Field, Kind
from hezhang.core.web.importing.desk.head import Head, find_head, likely_head
from hezhang.core.web.importing.desk.parsers import AS_ABOVE
from hezhang.core.web.importing.plan import CellProblem
from hezhang.core.web.importing.workbooks import NOTES, REMARKS

# 合计 stands in the first cell, or in the column that is merged around it.
TOTAL = re.compile(r"(合|总|小)计.*|.*(合计|总计|小计)[:：]?")
# Remarks and signature lines beneath the table.
SIGNED = re.compile(
    r"(注|备注|说明|填表|制表|审核|审批|负责人|联系人|填报|经办|复核|单位[（(]?(盖章|公章)|[（(]?盖章|签字|签名|领导)"
    r"([:：（(人单日时员说].*|$)|注\d?[:：].*"
)
# Columns that every table has and nobody misses.
SILENT = re.compile(rf"序号|序|No\.?|{REMARKS}.*", re.IGNORECASE)
# Begins with a Chinese character, and has nothing of a formula in it.
WORDS = re.compile(r"[\u4e00-\u9fff][\w\s，。、；：“”（）％㎡.-]*")
FindHead = Callable[[Sequence[Sequence[Any]]], Head | None]
YEAR = re.compile(r"(20\d{2})\s*年")


@dataclass
class Table:
    """One sheet whose head was found."""

    sheet: SheetIn
    head: Head
    filled: list[list[Any]]

    @property
    def title(self) -> str:
        """All that stands above the head, and the sheet's name."""
        above = self.filled[: self.head.first]
        return " ".join(
            [as_text(cell) for row in above for cell in dict.fromkeys(map(str, filter(None, row)))] + [self.sheet.name]
        )


class Row:
    """One data row: what its cells say, what was guessed, and why it is refused, if it is."""

    __slots__ = ("guesses", "kind", "number", "read", "refusals", "table", "values", "year")

    def __init__(self, kind: Kind, table: Table, number: int, values: Sequence[Any], year: int | None) -> None:
        self.kind, self.table, self.number, self.values, self.year = kind, table, number, values, year
        self.guesses: list[CellProblem] = []
        self.refusals: list[CellProblem] = []
        self.read: dict[str, Any] = {}

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    @property
    def is_refused(self) -> bool:
        return bool(self.refusals)

    def has(self, key: str) -> bool:
        """Whether the table has a column for the field."""
        return key in self.table.head.columns

    def raw(self, key: str) -> Any:
        """The cell as read; None without such a column."""
        col = self.table.head.columns.get(key)
        return None if col is None or col >= len(self.values) else self.values[col]

    def text(self, key: str) -> str:
        """The cell's words."""
        return as_text(self.raw(key))

    def get(self, key: str, default: Any = None) -> Any:
        """What the parser made of the cell; ``default`` where it is empty."""
        value = self.read.get(key)
        return default if value in (None, "") else value

    def refuse(self, key: str, why: str, remedy: str = "") -> None:
        """This row does not go in; ``key`` names the cell that is to blame, "" the row."""
        self.refusals.append(self._told(key, why, remedy))

    def guess(self, key: str, read: str, why: str) -> None:
        """The cell was taken for ``read``."""
        self.guesses.append(self._told(key, f"按“{read}”读取：{why}。", ""))

    def _told(self, key: str, why: str, remedy: str) -> CellProblem:
        col = self.table.head.columns.get(key, -1)
        wanted = self.kind.field(key)
        heading = self.table.head.names[col] if col >= 0 else wanted.label if wanted else ""
        column = f"{column_letters(col)} 列“{heading}”" if col >= 0 else heading
        return CellProblem(self.number, column, self.text(key), why, remedy, self.sheet, col + 1)


@dataclass
class CellReader:
    """What a parser may know of the row it reads for."""

    row: Row
    field: Field

    def guess(self, read: str, why: str) -> None:
        self.row.guess(self.field.key, read, why)

    @property
    def heading(self) -> str:
        return self.row.table.head.names[self.row.table.head.columns[self.field.key]]

    @property
    def year(self) -> int | None:
        return self.row.year


@dataclass
class Reading:
    """A workbook as a kind understands it; ``why`` says in words that it does not."""

    tables: list[Table] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    left_out: list[CellProblem] = field(default_factory=list)  # sheets, totals, signatures, columns that are not read
    why: str = ""

    @property
    def title(self) -> str:
        return " ".join(table.title for table in self.tables)

    @property
    def head_rows(self) -> dict[str, int]:
        """By sheet, as Excel counts: where the headings stand."""
        return {table.sheet.name: table.head.last + 1 for table in self.tables}


def read(kind: Kind, sheets: Sequence[SheetIn], known: Mapping[str, str] | None = None) -> Reading:
    """All visible sheets that look like this kind, taken together; their cells parsed."""
    reading = _taken(kind, sheets, partial(find_head, kind=kind, known=known))
    if not reading.tables:
        reading = _taken(kind, sheets, partial(likely_head, kind=kind, known=known))
    if not reading.tables:
        reading.why = _no_head(kind)
    elif lacking := _lacking(kind, reading.tables):
        reading.why = f"表头缺少：{'、'.join(lacking)}。请补上这些列，或在“列的对应”中指定。"
    elif not reading.rows:
        reading.why = "表头下面没有数据行。"
    year = _year(reading)
    for row in reading.rows:
        row.year = year
        parse(row)
    return reading


def _taken(kind: Kind, sheets: Sequence[SheetIn], find: FindHead) -> Reading:
    reading = Reading()
    for sheet in sheets:
        if sheet.name != NOTES and (sheet.rows or sheet.hidden):
            _take_sheet(reading, kind, sheet, find)
    return reading


def _no_head(kind: Kind) -> str:
    names = "、".join(f"“{each.label}”" for each in kind.fields[:6])
    return f"没有找到表头。表头应有 {names} 等列，请核对是否选对了类别，或保留一行列名。"


def _lacking(kind: Kind, tables: list[Table]) -> list[str]:
    return [
        f"“{each.label}”"
        for each in kind.fields
        if each.required and not any(each.key in table.head.columns for table in tables)
    ]


def _year(reading: Reading) -> int | None:
    """The year that titles name, if it is one."""
    years = {int(found) for found in YEAR.findall(reading.title)}
    return years.pop() if len(years) == 1 else None


def _take_sheet(reading: Reading, kind: Kind, sheet: SheetIn, find: FindHead) -> None:
    if sheet.hidden:
        reading.left_out.append(_of_sheet(sheet, "隐藏的工作表，没有读取。", "需要导入的请取消隐藏。"))
        return
    filled = sheet.filled()
    head = find(filled)
    if head is None:
        reading.left_out.append(_of_sheet(sheet, "没有找到表头，没有读取。", "只是说明的不必处理。"))
        return
    table = Table(sheet, head, filled)
    reading.tables.append(table)
    for col in head.unread:
        if not (kind.silent or SILENT.fullmatch(head.names[col])):
            why = ("这一列没有用到，不会导入。", "不影响其他列；需要的请在“列的对应”中指定。")
            reading.left_out.append(
                CellProblem(
                    head.last + 1, f"{column_letters(col)} 列“{head.names[col]}”", "", *why, sheet.name, col + 1
                )
            )
    reading.rows += _data_rows(reading, kind, table)


def _of_sheet(sheet: SheetIn, why: str, remedy: str) -> CellProblem:
    return CellProblem(0, "", sheet.name, why, remedy, sheet.name)


def _data_rows(reading: Reading, kind: Kind, table: Table) -> Iterator[Row]:
    """Lines below the head that are neither blank nor totals, remarks, signatures or the head once more."""
    own, above = table.sheet.rows, None
    for index in range(table.head.last + 1, len(own)):
        told = [as_text(value) for value in own[index] if value not in (None, "")]
        told = [words for words in told if words]
        if not told:
            continue
        if why := _not_data(told, table):
            reading.left_out.append(CellProblem(index + 1, "", told[0], why, "", table.sheet.name))
            continue
        row = Row(kind, table, index + 1, table.filled[index], None)
        _as_above(row, above)
        yield row
        above = row


def _not_data(told: list[str], table: Table) -> str:
    first = re.sub(r"\s+", "", told[0])
    if TOTAL.fullmatch(first) or (len(told) > 1 and TOTAL.fullmatch(re.sub(r"\s+", "", told[1]))):
        return "合计行，没有读取。"
    if SIGNED.match(first) and len(told) <= 3:
        return "填表、审核等签字行，没有读取。"
    names = {name for name in table.head.names if name}
    same = sum("".join(words.split()) in names for words in told)
    return "重复的表头，没有读取。" if len(told) > 2 and same * 3 >= len(told) * 2 else ""


def parse(row: Row) -> None:
    """Read every cell of the row by its field's parser; what cannot be read refuses the row."""
    for each in row.kind.fields:
        if each.key not in row.table.head.columns:
            continue
        try:
            row.read[each.key] = each.parse(_computed(row, each.key), CellReader(row, each))
        except (CellError, HeaderError) as wrong:
            row.refuse(each.key, f"{wrong}。" if not str(wrong).endswith("。") else str(wrong))
            continue
        if each.required and row.read[each.key] in (None, ""):
            row.refuse(each.key, f"没有填写{each.label}。", "请填写后再导入。")


def _computed(row: Row, key: str) -> Any:
    """The cell's value; words that somebody typed after a “=” are words, a formula without a result is refused."""
    value = row.raw(key)
    if not isinstance(value, Uncomputed):
        return value
    words = value.removeprefix("=")
    if not WORDS.fullmatch(words):
        raise CellError(
            f"单元格是公式（{shortened(value, 30)}），文件里没有算出的结果。请用 Excel 或 WPS 打开、保存一次再上传"
        )
    row.guess(key, words, "开头的“=”后面是文字，不是公式")
    return words


def _as_above(row: Row, above: Row | None) -> None:
    """同上 and its signs are what the row above says, told as a guess."""
    for key, col in row.table.head.columns.items():
        if above is not None and col < len(row.values) and as_text(row.values[col]) in AS_ABOVE:
            said = above.raw(key)
            row.guess(key, as_text(said), "写着同上，沿用上一行")
            row.values = [*row.values[:col], said, *row.values[col + 1 :]]
