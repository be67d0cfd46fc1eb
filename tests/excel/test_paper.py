"""What makes a sheet a page of paper: a chart, closing lines, rows filtered out, groups parted, one page."""

import io
import zipfile

import openpyxl
import pytest

from hezhang.core.web.excel import Chart, Sheet, write_table

HEADINGS = ["乡镇", "得分", "影响得分"]
ROWS = [["桥头镇", 90.5, "是"], ["桥头镇", 20, "否"], ["柳岸镇", 88, "否"], ["柳岸镇", 70, "是"]]


def book(**more):
    stream = io.BytesIO()
    write_table(stream, [Sheet("表", HEADINGS, ROWS, ["text", "points", "text"], **more)])
    stream.seek(0)
    return stream


@pytest.fixture
def page():
    return lambda **more: openpyxl.load_workbook(book(**more))["表"]


def test_rows_without_effect_are_kept_and_filtered_out(page):
    sheet = page(only=(2, "是"))
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [90.5, 20, 88, 70]
    assert [sheet.row_dimensions[n].hidden for n in range(2, 6)] == [False, True, True, False]
    column = sheet.auto_filter.filterColumn[0]
    assert sheet.auto_filter.ref == "A1:C5" and column.colId == 2 and column.filters.filter == ["是"]


def test_a_heavier_line_parts_the_groups_that_are_shown(page):
    sheet = page(only=(2, "是"), grouped=0)
    assert [sheet.cell(n, 1).border.top.style for n in range(2, 6)] == ["medium", "thin", "thin", "medium"]


def test_a_chart_reads_the_rows_and_leaves_room_for_the_closing_lines(page):
    stream = book(chart=Chart("总分", 0, 1), closing=["需要研究决定的事项", "1. 约谈。"], signature="填表人：")
    drawn = zipfile.ZipFile(stream).read("xl/charts/chart1.xml").decode()
    assert "表!$A$2:$A$5" in drawn and "表!$B$2:$B$5" in drawn
    sheet = openpyxl.load_workbook(stream)["表"]
    lines = {cell.value: cell.row for row in sheet.iter_rows(min_row=6) for cell in row if cell.value}
    assert list(lines) == ["需要研究决定的事项", "1. 约谈。", "填表人："]
    assert min(lines.values()) > 6 + len(ROWS)


def test_an_empty_table_gets_no_chart():
    stream = io.BytesIO()
    write_table(stream, [Sheet("表", HEADINGS, [], chart=Chart("总分", 0, 1))])
    assert not [name for name in zipfile.ZipFile(stream).namelist() if "chart" in name]


@pytest.mark.parametrize(("one_page", "pages"), [(True, 1), (False, 0)])
def test_one_page_of_paper(page, one_page, pages):
    sheet = page(one_page=one_page)
    height = sheet.page_setup.fitToHeight  # absent where it is 1, the default of the format
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and (1 if height is None else height) == pages
