"""Heads of tables, and what is reported about their rows."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hezhang.core.web.excel import (
    CellProblem,
    HeaderError,
    RowReader,
    SheetIn,
    find_header,
    read_sheets,
    write_problems,
)

ALIASES = {
    "river": ["河道名称", "河流名称"],
    "length": ["河道长度", "长度"],
    "found": ["发现时间", "发现日期"],
    "place": ["位置", "点位"],
    "severity": ["严重程度"],
    "person": ["责任人及电话"],
}
LEDGER = [
    ["某区问题台账"] * 6,
    ["填报单位：河长办"] * 6,
    ["序号", "河道名称 ", "问题点位", "问题点位", "严重\n程度", "责任人\n及电话"],
    ["序号", "河道名称 ", "位 置", "发现时间*", "严重\n程度", "责任人\n及电话"],
    [1, "澄溪", "桥下", "2026.3.6", "一般", "周示七"],
]


def test_a_two_row_head_under_two_titles():
    header = find_header(LEDGER, ALIASES, ["river", "found"])
    assert (header.first, header.data_from) == (2, 4)
    assert header.columns == {"river": 1, "place": 2, "found": 3, "severity": 4, "person": 5}
    assert header.missing == ["length"]
    assert header.unknown == ["序号"]


def test_a_one_row_head_with_brackets_and_repeated_columns():
    rows = [["名录"] * 5, ["河道名称", "河道长度（km）", "河长", "职务", "职务"], ["澄溪", 8, "甲", "乙", "丙"]]
    header = find_header(rows, ALIASES)
    assert (header.first, header.data_from) == (1, 2)
    assert header.columns == {"river": 0, "length": 1}
    assert header.columns_named("职务") == [3, 4]


def test_a_missing_column_is_named():
    with pytest.raises(HeaderError, match="缺少：“河道长度”"):
        find_header(LEDGER, ALIASES, ["length"])
    with pytest.raises(HeaderError, match="没有认出表头"):
        find_header([["甲", "乙"]], ALIASES)
    with pytest.raises(HeaderError):
        find_header([], ALIASES)


def test_every_problem_of_a_row_in_one_pass():
    header = find_header([["河道名称", "河道长度", "发现时间", "严重程度"]], ALIASES)
    problems: list[CellProblem] = []
    reader = RowReader("台账", header, 5, [None, "约8公里", "9月底前", "特大"], problems)
    assert reader.text("river", required=True) == ""
    assert reader.number("length") is None
    assert reader.date("found") is None
    assert reader.choice("severity", {"一般": "minor"}, "minor") == "minor"
    assert not reader.is_fine
    assert [str(problem) for problem in problems] == [
        "第 5 行 A 列“河道名称”：必须填写。",
        "第 5 行 B 列“河道长度”：“约8公里”不是数字，请只填数字，如 8.0。",
        "第 5 行 C 列“发现时间”：“9月底前”不是具体日期，请写成 2026-09-30 的样子。",
        "第 5 行 D 列“严重程度”：“特大”不在可选项内，请填写：一般。",
    ]


def test_a_good_row_is_fine():
    header = find_header([["河道名称", "河道长度", "发现时间", "严重程度"]], ALIASES)
    reader = RowReader("台账", header, 2, ["澄溪 ", "约8公里", "2026.3.6", "一般"], [])
    assert (reader.text("river"), reader.length_km("length"), reader.date("found")) == ("澄溪", 8, date(2026, 3, 6))
    assert reader.text("place") == ""
    assert reader.is_fine


def test_problems_go_back_as_a_workbook():
    sheet = SheetIn("台账", [["河道名称", "长度"], ["=澄溪", "约8"]])
    stream = io.BytesIO()
    write_problems(stream, [CellProblem("台账", 2, "B", "约8", "不是数字", "长度")], [sheet])
    stream.seek(0)
    book = openpyxl.load_workbook(stream)
    assert [cell.value for cell in book["问题清单"][3]] == ["台账", 2, "B", "长度", "约8", "不是数字"]
    assert [cell.value for cell in book["标注-台账"][3]] == [2, "B 不是数字", "=澄溪", "约8"]


def test_the_office_style_workbook_reads_through():
    sheet = read_sheets((Path(__file__).parent / "office_style.xlsx").read_bytes())[0]
    header = find_header(sheet.filled(), {**ALIASES, "town": ["街道"]}, ["river", "town", "found"])
    rows = list(sheet.data_rows(header.data_from))
    town = header.columns["town"]
    assert rows[0][0] == 5
    assert {row[town] for _, row in rows[:4]} == {"永中街道", "蒲州街道"}
