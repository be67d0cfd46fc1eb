"""Workbooks from outside: read as offices make them, refused when harmful."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from hezhang.core.web.excel import FileError, column_letters, guard, read_sheets

BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="甲" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def raw(cells: str, **more) -> bytes:
    """An .xlsx whose one sheet holds exactly this XML."""
    page = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in {**BOOK, "xl/worksheets/sheet1.xml": page, **more}.items():
            book.writestr(name, text)
    return stream.getvalue()


def made(fill) -> io.BytesIO:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream


def test_rows_stand_where_excel_shows_them():
    def fill(book):
        book.active["C5"] = "约8.0公里"
        book.active["A6"] = date(2026, 3, 6)
        book.create_sheet("藏").sheet_state = "hidden"

    first, second = read_sheets(made(fill))
    assert first.rows[4][2] == "约8.0公里"
    assert first.rows[5] == [date(2026, 3, 6), None, None]
    assert (second.hidden, second.rows) == (True, [])
    assert [column_letters(i) for i in (0, 25, 26, 255)] == ["A", "Z", "AA", "IV"]


def test_merged_cells_are_filled_and_blank_rows_left_out():
    def fill(book):
        page = book.active
        page.append(["街道", "河道"])
        for row in (["永中", "甲"], [None, "乙"], [None, None], [None, "丙"]):
            page.append(row)
        page.merge_cells("A2:A5")

    sheet = read_sheets(made(fill))[0]
    assert list(sheet.data_rows(1)) == [(2, ["永中", "甲"]), (3, ["永中", "乙"]), (5, ["永中", "丙"])]
    assert sheet.rows[2] == [None, "乙"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_through_the_same_door(encoding):
    sheet = read_sheets('河名,长度\r\n澄溪,"8,0"\r\n\r\n'.encode(encoding))[0]
    assert sheet.rows == [["河名", "长度"], ["澄溪", "8,0"]]


def test_a_plain_raw_workbook_is_read():
    assert read_sheets(raw('<row r="1"><c r="A1"><v>1</v></c></row>'))[0].rows == [[1.0]]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="150000"><c r="IV150000"><v>1</v></c></row>',
        '<row r="99999"><c r="A1"><v>1</v></c>' + "<c/>" * 300 + "<c><v>1</v></c></row>",
        '<row r="1"><c r="&#88;FD1"><v>1</v></c></row>',
        '<row r="1"><c\tr="XFD1"><v>1</v></c></row>',
        "<row><c t='n' r='XFD1'><v>1</v></c></row>",
    ],
)
def test_two_cells_far_apart_are_refused_before_the_parser_spans_them(cells):
    with pytest.raises(FileError, match="表格过大"):
        read_sheets(raw(cells))


@pytest.mark.once
def test_a_million_empty_rows_are_no_harm():
    rows = "".join(f'<row r="{i}" s="1"><c r="A{i}" s="1"/></row>' for i in range(2, 1_000_000))
    sheet = read_sheets(raw('<row r="1"><c r="A1" t="str"><v>河名</v></c></row>' + rows))[0]
    assert sheet.rows == [["河名"]]


def test_a_bomb_is_refused_whatever_it_says_about_itself():
    huge = raw("", **{"xl/media/a.bin": b"\0" * (guard.MAX_UNZIPPED + 1)})
    with pytest.raises(FileError, match="200 MB"):
        read_sheets(huge)
    # The same, with a directory that claims a few bytes.
    claimed = (guard.MAX_UNZIPPED + 1).to_bytes(4, "little")
    assert claimed in huge
    with pytest.raises(FileError, match="200 MB"):
        read_sheets(huge.replace(claimed, (10).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (raw("", **{"xl/vbaProject.bin": "x"}), "宏"),
        (raw("<!-- -->", **{"xl/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "不是 Excel"),
        (b"PK\x03\x04" + b"\0" * 100, "不是 Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "旧版"),
        (b"\x89PNG\r\n\x1a\n\0\0", "损坏"),
        (b"\xff\xfe\xff\xff", "编码"),
        (raw("<row"), "不是 Excel|损坏"),
    ],
    ids=["macro", "entities", "no end", "old Excel", "picture", "no text", "no sheet"],
)
def test_anything_else_is_refused_with_advice(data, words):
    with pytest.raises(FileError, match=words):
        read_sheets(data)


def test_a_large_file_is_refused():
    with pytest.raises(FileError, match="超过 1 MB"):
        read_sheets(io.BytesIO(b"a" * (1 << 20) + b"b"), max_bytes=1 << 20)
