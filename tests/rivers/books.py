"""Chief lists as odd as offices keep them, built in memory."""

from io import BytesIO

from openpyxl import Workbook

from hezhang.core.web.excel import SheetIn, read_sheets

HEAD = ["序号", "河道名称", "河道长度（km）", "区级河长", "职务", "镇级河长", "职务", "村级河长", "职务", "联系电话"]
TITLE = "澄江区区、镇、村三级河长名录"
ROWS = [
    [1, "柳溪", "约5公里", "甲一", "副区长", "乙一", "桥头镇党委书记", "丙一", "上桥村书记", "18800000001"],
    [2, None, None, None, None, None, None, "丙二", "下桥村书记", 18800000002],
    [3, "柳下渠", "850米", "甲一", "副区长", "乙二", "柳岸镇镇长", "丙三", "柳下村主任", "188 0000 0003"],
]


def book(*sheets: tuple[str, list[list]], merged: tuple[str, ...] = (), hidden: tuple[str, ...] = ()) -> BytesIO:
    """A workbook of (name, rows) sheets; merged ranges are those of the first sheet."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for area in merged:
        made.worksheets[0].merge_cells(area)
    stream = BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def listed(rows: list[list] = ROWS, head: list = HEAD, title: str = TITLE, **more) -> list[SheetIn]:
    """The usual list, read back."""
    return read_sheets(book(("河长名录", [[title], head, *rows]), **more))


def changed(row: int, col: int, value: object) -> list[list]:
    """ROWS with one cell changed."""
    rows = [list(each) for each in ROWS]
    rows[row][col] = value
    return rows
