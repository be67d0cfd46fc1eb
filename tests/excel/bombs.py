"""Workbooks that are small on the disk and large in memory."""

from tests.excel.test_reading import BOOK, raw

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def page(cells: str, after: str = "", **more: str) -> bytes:
    """A workbook of one sheet with these rows, and what stands behind them."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'
    return raw("", **{"xl/worksheets/sheet1.xml": sheet, **more})


def shared(*texts: str) -> dict[str, str]:
    """The parts that hold shared texts."""
    link = f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {
        "xl/_rels/workbook.xml.rels": BOOK["xl/_rels/workbook.xml.rels"].replace("</Relationships>", link),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>',
    }


def referring(rows: int, cell: str = '<c r="A{0}" t="s"><v>0</v></c>') -> str:
    """Rows whose one cell shows the first shared text."""
    return "".join(f'<row r="{row}">{cell.format(row)}</row>' for row in range(1, rows + 1))


def numbers(rows: int, columns: str = "ABCDEFGHIJ") -> str:
    return "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in columns) + "</row>"
        for row in range(1, rows + 1)
    )


def merges(*ranges: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in ranges) + "</mergeCells>"


def sheets(*names: str) -> dict[str, str]:
    """The part that lists the sheets: all of them the same page."""
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r1"/>' for at, name in enumerate(names, start=1))
    return {"xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'}
