"""How good the suggestions of class and unit are on a ledger that nothing else was tuned on, beside always naming the commonest.

The ledger is an office's own workbook (``BENCH_LEDGER``), else a made-up one in an office's style. The keyword table was cut from
the definitions of 办河湖〔2018〕245号, so that those are not asked here. What the ledger itself teaches is learned from four fifths
of it and asked of the other fifth, in turn. There is no bar: the figures are what they are.

In the made-up ledger the class column does not follow the descriptions: beside it stands what a person would have written, judged
by hand from the description alone, though with the keyword table known. Two of its ten descriptions (无证挖沙, 私搭菜棚: 12 of 55
rows) were missed by the table until it learned 挖沙, 私搭 and their like from this very ledger: of those the figure is no test any more;
without them it is 43 of 43, before and after. Its units are the towns' own throughout, so that the town
alone tells them.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import openpyxl

from bench import Row, bench
from issues.hints.defaults import WORDS
from issues.hints.rules import Handled, learn, suggest_classes, suggest_units
from issues.ledger.importing.words import CLASSES

LEDGER = Path(__file__).parents[1] / "tests" / "data" / "ledger_office_style.xlsx"
FOLDS = 5
HEADINGS = ("问题描述", "问题类别", "责任单位")
TOWNS = ("街道", "乡镇", "乡镇（街道）")
TABLE = [(name, word) for name, line in WORDS.items() for word in line.split()]
# Judged by hand; two where the definitions leave it open.
JUDGED = {
    "水葫芦成片": {"漂浮物"},
    "雨污混排": {"污水直排", "水体异常"},
    "私搭菜棚": {"乱建", "乱占"},
    "围网养殖": {"乱占"},
    "堆放建筑垃圾": {"乱堆"},
    "搭建阳光房": {"乱建"},
    "生活垃圾随意倾倒": {"乱堆"},
    "无证挖沙": {"乱采"},
    "护岸坍塌": {"护岸损毁"},
    "公示牌信息未更新": {"公示牌"},
}


class Line(NamedTuple):
    text: str
    kind: str
    town: str
    unit: str


Right = Callable[[Line], set[str]]
Told = Callable[[list[Line], Line], list[str]]


def lines_of(path: Path) -> list[Line]:
    """The first sheet below its head; merged towns are carried down, totals and blank rows left out."""
    rows = [
        [_plain(cell) for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    ]
    head = next(at for at, row in enumerate(rows) if HEADINGS[0] in row)
    # The head may have two rows: of a merged cell the name stands in the second.
    names = ["/".join(pair) for pair in zip(rows[head], rows[head + 1], strict=True)]
    text, kind, unit = (_column(names, (heading,)) for heading in HEADINGS)
    place, lines, town = _column(names, TOWNS), [], ""
    for row in rows[head + 1 :]:
        town = row[place] or town
        if row[text] and row[kind] and row[0].isdigit():
            lines.append(Line(row[text], _class(row[kind]), town, row[unit].removesuffix("办事处")))
    return lines


def _plain(cell: object) -> str:
    return "" if cell is None else "".join(str(cell).split())


def _column(names: Sequence[str], headings: Sequence[str]) -> int:
    return next(at for at, name in enumerate(names) if set(name.split("/")) & set(headings))


def _class(told: str) -> str:
    """四乱（乱堆） and 乱堆乱放 are 乱堆."""
    told = told.removeprefix("四乱（").removesuffix("）")
    return CLASSES.get(told, told)


def folds(lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """(taught, asked): every line is asked once."""
    for part in range(FOLDS):
        yield [line for at, line in enumerate(lines) if at % FOLDS != part], list(lines[part::FOLDS])


def commonest(values: Sequence[str]) -> list[str]:
    return [value for value, _ in Counter(values).most_common(3)]


def classes(taught: Sequence[Line], line: Line, *, table: bool, ledger: bool) -> list[str]:
    learned = learn((one.text, one.kind) for one in (taught if ledger else ()))
    return [one.value for one in suggest_classes(line.text, TABLE if table else [], learned)]


def units(taught: Sequence[Line], line: Line) -> list[str]:
    """As the page does it: town × class, with the towns' own units at home."""
    towns = {one.town for one in taught}
    counts = Counter((one.town, one.kind, one.unit) for one in taught if one.unit)
    rows = [Handled(*key, key[2], number, home=key[2] if key[2] in towns else "") for key, number in counts.items()]
    return [one.value for one in suggest_units(rows, line.town, line.kind)]


def judged(line: Line) -> set[str]:
    return next((kinds for words, kinds in JUDGED.items() if words in line.text), set())


@dataclass
class Shares:
    """Right answer → [asked, right at first, right among three]."""

    by: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def add(self, wanted: set[str], answer: Sequence[str]) -> None:
        counts = self.by["、".join(sorted(wanted))]
        for place, yes in enumerate((True, wanted & set(answer[:1]), wanted & set(answer[:3]))):
            counts[place] += bool(yes)

    @property
    def sums(self) -> list[int]:
        return [sum(counts[place] for counts in self.by.values()) for place in range(3)]

    def tell(self, name: str) -> None:
        sys.stderr.write(f"  {name}\n")
        for right, (asked, first, three) in sorted(self.by.items(), key=lambda item: -item[1][0]):
            sys.stderr.write(f"    {right}　{asked} 件　首选对 {first}　前三对 {three}\n")


def shares(lines: Sequence[Line], right: Right, told: Told) -> Shares:
    """Whoever has no right answer is not asked."""
    found = Shares()
    for taught, others in folds(lines):
        for line in others:
            if wanted := right(line):
                found.add(wanted, told(taught, line))
    return found


def by_table(taught: list[Line], line: Line) -> list[str]:
    return classes(taught, line, table=True, ledger=False)


def by_ledger(taught: list[Line], line: Line) -> list[str]:
    return classes(taught, line, table=False, ledger=True)


def by_both(taught: list[Line], line: Line) -> list[str]:
    return classes(taught, line, table=True, ledger=True)


def filled_in(line: Line) -> set[str]:
    return {line.kind}


def handed_to(line: Line) -> set[str]:
    return {line.unit} - {""}


WAYS: list[tuple[str, Right, Told]] = [
    ("类别（按描述人工判定）：只按用词表", judged, by_table),
    ("类别（台账所填）：只按用词表", filled_in, by_table),
    ("类别（台账所填）：只按台账", filled_in, by_ledger),
    ("类别（台账所填）：两者合用", filled_in, by_both),
    ("责任单位：按乡镇和类别", handed_to, units),
]


@bench("suggestions")
def suggestions() -> Iterator[Row]:
    """Right answers of class and unit, at first and among three; each class and unit for itself on stderr."""
    lines = lines_of(Path(os.environ.get("BENCH_LEDGER", LEDGER)))
    sys.stderr.write(f"  {len(lines)} 件，{len({line.text for line in lines})} 种描述\n")
    for name, right, told in WAYS:
        if not any(right(line) for line in lines):
            continue
        ours = shares(lines, right, told)
        control = shares(
            lines, right, lambda taught, _, of=right: commonest([sorted(of(one))[0] for one in taught if of(one)])
        )
        ours.tell(name)
        for place, words in ((1, "首选"), (2, "前三")):
            asked = ours.sums[0]
            mine, theirs = (100 * one.sums[place] / asked for one in (ours, control))
            yield Row(f"{name}，{words}（{asked} 件）", mine, theirs, "总填最多的", "%")
