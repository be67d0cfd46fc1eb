"""Workbooks as written: both engines, read back with openpyxl and calamine."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from hezhang.core.web.excel import Sheet, SheetError, bulk, layout, out, safe_text, styled, write_table

HEADINGS = ["编号", "河名", "日期", "提交时间", "条数", "率"]
KINDS = ["text", "text", "date", "datetime", "number", "rate"]
ROW = (
    "00071",
    "=cmd|' /C calc'!A0",
    date(2026, 11, 21),
    datetime(2026, 11, 21, 6, 5, tzinfo=UTC),
    12,
    Decimal("92.35"),
)
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "http://x.cn",
    "1e5",
    "_x0041_",
    " 两头空 ",
    "a&<b>\"'",
    "第一行\n第二行",
    "<r>甲 < 乙</r>",  # was stored as XML, and no program opened the file
    "<r></r>",
]
engines = pytest.mark.parametrize("engine", ["bulk", "styled"])


def written(sheets, engine=""):
    stream = io.BytesIO()
    write_table(stream, sheets, engine=engine)
    stream.seek(0)
    return stream


def sheet(rows, **more):
    return Sheet("台账", HEADINGS, rows, kinds=KINDS, **more)


@engines
def test_values_come_back_as_what_they_are(engine):
    page = openpyxl.load_workbook(written([sheet([ROW])], engine))["台账"]
    cells = list(page[2])
    assert [cell.value for cell in cells] == [
        "00071", ROW[1], datetime(2026, 11, 21), datetime(2026, 11, 21, 14, 5), 12, 92.4,
    ]  # fmt: skip
    assert [cell.data_type for cell in cells] == ["s", "s", "d", "d", "n", "n"]
    assert [cell.number_format for cell in cells] == [layout.KINDS[kind] for kind in KINDS]


@engines
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(engine, text):
    stream = written([Sheet("甲", ["一", "二"], [(text, "x")])], engine)
    with zipfile.ZipFile(stream) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert openpyxl.load_workbook(stream).active["A2"].data_type == "s"
    stream.seek(0)
    assert CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()[1][0] == text


@engines
def test_the_page_is_ready_to_print(engine):
    page = openpyxl.load_workbook(
        written([sheet([ROW] * 3, heading_line="问题台账", note="制表人：文思齐")], engine)
    ).active
    assert (page["A1"].value, page["A2"].value, page["A3"].value) == ("问题台账", "制表人：文思齐", "编号")
    assert {str(merged) for merged in page.merged_cells.ranges} == {"A1:F1", "A2:F2"}
    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == "A3:F6"
    assert page.page_setup.orientation == "landscape"
    assert int(page.page_setup.paperSize) == 9
    assert (page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert page.print_title_rows == "$3:$3"
    assert "&P" in page.oddFooter.center.text
    assert page.column_dimensions["B"].width > page.column_dimensions["E"].width > 7
    assert {cell.font.name for row in page.iter_rows() for cell in row if cell.value is not None} <= {"宋体", "黑体"}
    assert {cell.border.left.style for cell in page[4]} == {"thin"}


@engines
def test_blank_cells_and_blank_rows_survive(engine):
    stream = written([sheet([ROW, (None,) * 6, ("", None, None, None, float("nan"), None), ROW])], engine)
    page = openpyxl.load_workbook(stream).active
    assert [page.cell(row, 1).value for row in (2, 3, 4, 5)] == ["00071", None, None, "00071"]


def test_an_empty_table_keeps_its_headings():
    page = openpyxl.load_workbook(written([sheet([], heading_line="问题台账")])).active
    assert [cell.value for cell in page[2]] == HEADINGS


def test_totals_signature_and_repeated_headings():
    table = Sheet(
        "名录", ["姓名", "职务", "职务"], [("甲", "乙", "丙")], totals=("合计", "1 人", None), signature="填表人："
    )
    page = openpyxl.load_workbook(written([table])).active
    assert [cell.value for cell in page[1]] == ["姓名", "职务", "职务"]
    assert page["A3"].value == "合计"
    assert page["A3"].font.bold
    assert page["A4"].value == "填表人："


@engines
def test_sheet_names_are_made_legal_and_unlike(engine):
    long = "2026年第四季度[巡河]完成情况/统计表（按乡镇、按河长分别列示的明细）"
    book = openpyxl.load_workbook(written([Sheet(name, ["一", "二"], [(1, 2)]) for name in (long, long, ":")], engine))
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    assert len(set(book.sheetnames)) == 3


@engines
def test_too_many_rows_are_refused_and_nothing_is_left(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(layout, "MAX_ROWS", 100)
    target = tmp_path / "t.xlsx"
    with pytest.raises(SheetError, match="分次导出"):
        write_table(target, [Sheet("甲", ["一", "二"], ((i, i) for i in range(200)))], engine=engine)
    assert list(tmp_path.iterdir()) == []


@engines
def test_an_error_in_the_rows_comes_through(engine, tmp_path):
    def rows():
        yield 1, 2
        raise KeyError("河段")

    with pytest.raises(KeyError):
        write_table(tmp_path / "t.xlsx", [Sheet("甲", ["一", "二"], rows())], engine=engine)
    assert list(tmp_path.iterdir()) == []


@engines
def test_rows_are_counted(engine, tmp_path):
    target = tmp_path / "t.xlsx"
    assert write_table(target, [Sheet("甲", ["一", "二"], ((i, "x") for i in range(1000)))], engine=engine) == 1000
    assert openpyxl.load_workbook(target).active.max_row == 1001


def test_lost_rows_are_noticed(tmp_path):
    path = tmp_path / "t.xlsx"
    plans = [layout.plan(Sheet("甲", ["一", "二"], [(1, 2)] * 3), set())]
    bulk.write(path, plans)
    out._check_rows(path, plans, bulk)
    plans[0].counted[0] += 1
    with pytest.raises(SheetError, match="行数不符"):
        out._check_rows(path, plans, bulk)


def test_text_is_made_safe():
    assert safe_text("甲\x00\x0b乙\u202e\ud800丙\r\n丁") == "甲乙丙\n丁"
    assert safe_text("=1") == "=1"
    cut = safe_text("长" * 40_000)
    assert len(cut) <= 32_767
    assert "截断" in cut
    assert len(safe_text("𠮷" * 20_000).encode("utf-16-le")) <= 2 * 32_767
    assert safe_text("长" * 32_767) == "长" * 32_767


def test_a_wrong_number_of_values_is_a_mistake():
    with pytest.raises(ValueError, match="row 1 has 1 values"):
        written([Sheet("甲", ["一", "二"], [("x",)])])
    with pytest.raises(ValueError, match="unknown kinds"):
        written([Sheet("甲", ["一"], [("x",)], kinds=["money"])])


def test_rows_of_a_report_are_as_high_as_their_longest_cell(tmp_path):
    """Not every office program fits the height by itself; and a date always fits its column."""
    path = tmp_path / "a.xlsx"
    rows = [("短", date(2026, 11, 21)), ("很长的说明" * 20, date(2026, 11, 21))]
    write_table(path, [Sheet("表", ["说明", "日期"], rows, kinds=["text", "date"], widths=[20, 8], signature="填表人")])
    sheet = openpyxl.load_workbook(path).active
    assert sheet.row_dimensions[2].height == styled.ROW
    assert sheet.row_dimensions[3].height > 100
    assert sheet.column_dimensions["B"].width >= 15
    assert sheet["B2"].number_format == 'yyyy"年"m"月"d"日"'


def test_rows_of_a_usual_sheet_are_as_high_as_their_words():
    """Not every office program fits rows by itself; what wraps must not be cut."""
    rows = [("1", "河" * 30, *ROW[2:]), ("2", "短", *ROW[2:])]
    page = openpyxl.load_workbook(written([sheet(rows, widths=[8, 20, 15, 21, 8, 8])])).active
    assert page.row_dimensions[2].height >= 4 * 14
    assert page.row_dimensions[3].height == styled.ROW


@engines
def test_a_note_longer_than_the_table_wraps(engine):
    page = openpyxl.load_workbook(written([sheet([ROW], heading_line="表", note="口径" * 80)], engine)).active
    assert page["A2"].alignment.wrap_text
    assert page.row_dimensions[2].height > 28


def test_a_longer_word_further_down_widens_its_column_instead_of_its_rows():
    rows = [["清溪镇"]] * 80 + [["东坝街道办事处"]]
    stream = io.BytesIO()
    write_table(stream, [Sheet("乡镇", ["乡镇"], rows)])
    page = openpyxl.load_workbook(stream).active
    assert page.column_dimensions["A"].width >= 14
    assert page.row_dimensions[82].height == styled.ROW
