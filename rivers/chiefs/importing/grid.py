"""A sheet as plain text, every merged cell carrying the value of the whole block."""

from __future__ import annotations

from dataclasses import dataclass

from hezhang.core.web.excel import SheetIn
from rivers.chiefs.importing.words import text_of


@dataclass(frozen=True)
class Grid:
    """Rows of text; row and column numbers are 0-based here, and 1-based where they are told to people."""

    name: str
    rows: list[list[str]]

    def at(self, row: int, col: int | None) -> str:
        """The text of a cell; "" outside the sheet and for a column that does not exist."""
        if col is None or not 0 <= row < len(self.rows) or col >= len(self.rows[row]):
            return ""
        return self.rows[row][col]


def grid_of(sheet: SheetIn) -> Grid:
    """From a sheet as the product's reader gives it."""
    return Grid(sheet.name, [[text_of(cell) for cell in row] for row in sheet.filled()])
