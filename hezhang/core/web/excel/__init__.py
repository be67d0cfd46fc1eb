"""Excel out and in: one writer and one reader for the whole product.

>>> write_table(path, [Sheet("河湖", ["编号", "名称"], rows)])
>>> for sheet in read_sheets(request.FILES["file"]): header = find_header(sheet.filled(), ALIASES, required=["name"])
"""

from hezhang.core.web.excel.cells import (
    CellError,
    Uncomputed,
    as_date,
    as_length_km,
    as_name_and_phone,
    as_number,
    as_phone,
    as_position,
    as_text,
)
from hezhang.core.web.excel.heads import Header, HeaderError, find_header
from hezhang.core.web.excel.layout import KINDS, Chart, Sheet, SheetError
from hezhang.core.web.excel.out import write_table
from hezhang.core.web.excel.reading import XLSX, FileError, SheetIn, column_letters, read_sheets
from hezhang.core.web.excel.text import safe_text

__all__ = [
    "KINDS",
    "XLSX",
    "CellError",
    "Chart",
    "FileError",
    "Header",
    "HeaderError",
    "Sheet",
    "SheetError",
    "SheetIn",
    "Uncomputed",
    "as_date",
    "as_length_km",
    "as_name_and_phone",
    "as_number",
    "as_phone",
    "as_position",
    "as_text",
    "column_letters",
    "find_header",
    "read_sheets",
    "safe_text",
    "write_table",
]
