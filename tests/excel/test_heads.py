"""Heads of tables."""

from pathlib import Path

import pytest

from hezhang.core.web.excel import HeaderError, find_header, read_sheets

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


def test_the_office_style_workbook_reads_through():
    sheet = read_sheets((Path(__file__).parent / "office_style.xlsx").read_bytes())[0]
    header = find_header(sheet.filled(), {**ALIASES, "town": ["街道"]}, ["river", "town", "found"])
    rows = list(sheet.data_rows(header.data_from))
    town = header.columns["town"]
    assert rows[0][0] == 5
    assert {row[town] for _, row in rows[:4]} == {"永中街道", "蒲州街道"}
