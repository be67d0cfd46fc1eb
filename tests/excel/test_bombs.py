"""Amplification: a file of some kilobytes that a parser makes gigabytes of is refused in words, for next to nothing."""

from contextlib import closing

import pytest

from hezhang.core.kernel.confined import RefusedError, Workshop
from hezhang.core.web.excel import FileError, guard, read_sheets
from tests.excel.bombs import merges, numbers, page, referring, shared, sheets
from tests.memory import growth_below, peak

# The same on either engine.
pytestmark = pytest.mark.once

MOST = 200  # MB
BOMBS = {
    "one text of 100 KB in 20,000 cells": (lambda: page(referring(20_000), **shared("x" * 100_000)), "32767 字"),
    "the longest text in 20,000 cells": (lambda: page(referring(20_000), **shared("x" * 32_000)), "文字过多"),
    "the same, written unusually": (
        lambda: page(referring(20_000, "<c  t='s' r='A{0}'><v >0</v></c>"), **shared("x" * 32_000)),
        "文字过多",
    ),
    "2,000 merges over 20,000 rows": (lambda: page(numbers(20_000), merges(*["A1:J20000"] * 2000)), "合并单元格过多"),
    "30,000 merges": (
        lambda: page(numbers(10), merges(*[f"A{row}:B{row}" for row in range(1, 30_001)])),
        "合并单元格过多",
    ),
    "texts of 160 MB in the cells themselves": (
        lambda: page(referring(5000, '<c r="A{0}" t="inlineStr"><is><t>' + "x" * 32_000 + "</t></is></c>")),
        "展开后内容过多",
    ),
    "300 sheets": (lambda: page(numbers(1), **sheets(*[f"甲{one}" for one in range(300)])), "超过 200 张"),
    "a CSV of separators": (lambda: (b"," * 250 + b"\n") * 70_000, "表格过大"),
}


@pytest.mark.parametrize("what", sorted(BOMBS))
def test_a_bomb_is_refused_in_words_and_costs_the_server_nothing(what):
    make, words = BOMBS[what]
    data = make()
    with growth_below(30), pytest.raises(FileError, match=words):
        read_sheets(data)
    assert read_sheets(page(numbers(2)))[0].rows == [[1.0] * 10] * 2


@pytest.mark.parametrize("what", sorted(set(BOMBS) - {"texts of 160 MB in the cells themselves"}))
def test_nor_does_it_cost_the_child(what):
    """Counted before it is parsed; what is not foreseen meets the limit of the child's memory."""
    data = BOMBS[what][0]()
    with closing(Workshop("hezhang.core.web.excel.parsing", memory=2048, cpu=60, orders=2)) as roomy:
        with pytest.raises(RefusedError):
            roomy.run({"kind": "xlsx" if data[:2] == b"PK" else "csv"}, data, lambda part: None)
        assert peak(roomy._child.pid) < MOST


def test_they_are_bombs():
    """The control: small as files; what would be made of them is not."""
    assert len(BOMBS["one text of 100 KB in 20,000 cells"][0]()) < 110_000 < 20_000 * 100_000
    data = BOMBS["2,000 merges over 20,000 rows"][0]()
    assert len(data) < 500_000 and 50 * guard.MAX_AREA < 2000 * 20_000 * 10


def test_what_offices_send_is_no_bomb():
    """2,000 towns merged over ten rows each, one long remark in every row, and 200,000 rows."""
    towns = merges(*[f"A{row}:A{row + 9}" for row in range(1, 20_001, 10)])
    sheet = read_sheets(page(numbers(20_000), towns))[0]
    assert len(sheet.merged) == 2000 and len(list(sheet.data_rows(0))) == 20_000
    remarks = read_sheets(page(referring(5000), **shared("岸" * 2000)))[0]
    assert remarks.rows[4999] == ["岸" * 2000]
    assert len(read_sheets(page(numbers(200_000, "A")))[0].rows) == 200_000


def test_every_text_may_be_as_long_as_excel_writes_it():
    text = "河" * guard.MAX_CELL_TEXT
    assert read_sheets(page(referring(1), **shared(text)))[0].rows == [[text]]
    with pytest.raises(FileError, match="32767 字"):
        read_sheets(page(referring(1), **shared(text + "长")))


def test_merges_are_read_from_any_corner_and_as_far_as_there_are_cells():
    sheet = read_sheets(page(numbers(3), merges("B3:A1", "Z9:Y8", "D1:XFD1")))[0]
    assert sheet.merged == [((0, 0), (2, 1)), ((0, 3), (0, 9))]
