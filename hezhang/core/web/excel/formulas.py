"""Formulas of which a workbook holds no result: programs that only write files leave them so, and so does who types
words after a “=”. The parser gives such a cell as empty; who reads the sheet must know that it is not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from posixpath import normpath

from hezhang.core.web.excel.guard import FileError, chunks_of, column_number

MOST = 50_000  # of one workbook
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_BARE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
Place = tuple[int, int]  # row, column; 0-based


def without_result(data: bytes) -> dict[str, dict[Place, str]]:
    """By sheet: the formula in each cell without a result, as it is written; only sheets that have such cells."""
    found: dict[str, dict[Place, str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = {part.filename: part for part in book.infolist()}
            for name, path in _paths(data, parts):
                if path in parts and (cells := _cells(data, parts[path])):
                    found[name] = cells
    except (zipfile.BadZipFile, KeyError, ValueError) as odd:
        raise FileError("文件打不开，可能已损坏。请用 Excel 或 WPS 打开检查，另存为“.xlsx”后再导入。") from odd
    return found


def _paths(data: bytes, parts: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    """(name of the sheet, its part); names as they are told to people."""
    home, relations = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if home is None or relations is None:
        return
    targets = {
        _value(tag, b"Id"): _value(tag, b"Target") for tag in _RELATION.findall(b"".join(chunks_of(data, relations)))
    }
    for tag in _SHEET.findall(b"".join(chunks_of(data, home))):
        target = targets.get(_value(tag, rb"\w+:id"), "")
        yield _value(tag, b"name"), target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _value(tag: bytes, name: bytes) -> str:
    found = re.search(rb"""(?:^|\s)%s=["']([^"']*)["']""" % name, tag)
    return unescape(found[1].decode(errors="replace")) if found else ""


def _cells(data: bytes, part: zipfile.ZipInfo) -> dict[Place, str]:
    cells: dict[Place, str] = {}
    tail = b""
    for chunk in chunks_of(data, part):
        text = tail + chunk
        cut = text.rfind(b"</c>") + 4
        if cut > 3 and b"<f" in text:
            for letters, row, formula in _BARE.findall(text[:cut]):
                cells[(int(row) - 1, column_number(letters.decode()) - 1)] = unescape(formula.decode(errors="replace"))
                if len(cells) > MOST:
                    return cells
        tail = text[cut:] if cut > 3 else text
    return cells
