"""What is looked at before a workbook is parsed: an .xlsx is a zip of XML, and both can be bombs.

Nothing that the file says about itself is believed: every part is inflated once, as a stream and with a limit, and
the positions of all cells with content are read from the XML, because the parser allocates the rectangle they span.
So are the lengths of shared texts: the parser copies a text for every cell that names it. Runs in the child that
parses (``parsing``); its memory limit holds what this does not foresee.
"""

from __future__ import annotations

import io
import re
import zipfile
from array import array
from collections.abc import Iterator
from xml.parsers import expat

from hezhang.core.kernel import zipped
from hezhang.core.kernel.confined_child import RefusedError
from hezhang.core.kernel.zipped import CHUNK

MAX_UNZIPPED = 200 * 1024 * 1024
MAX_PARTS = 2000
MAX_ROWS, MAX_COLUMNS = 200_000, 256
MAX_AREA = 6_000_000  # rows × columns of one sheet, up to its last cell with content
MAX_TAGS = 8_000_000  # of a part that has to be read tag by tag: about four seconds
MAX_CELL_TEXT = 32_767  # characters: what Excel itself can write
MAX_TEXT = 48 * 1024 * 1024  # bytes in all cells of the workbook, shared texts counted for every cell that shows them
MAX_MERGES = 20_000
TOO_LARGE = f"表格过大：每张表最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列有内容的单元格。请删去多余的行列，或分几次导入。"
BOMB = "文件解压后超过 200 MB，已拒绝。请删去图片和多余的表后再导入。"
LONG_TEXT = f"有单元格的文字超过 {MAX_CELL_TEXT} 字，已拒绝。请删短后再导入。"
MUCH_TEXT = "表格里的文字过多（展开后超过 48 MB），已拒绝。请删去不需要的列，或分几次导入。"
MANY_MERGES = f"合并单元格过多（超过 {MAX_MERGES} 处，或互相重叠），已拒绝。请取消合并、逐行填写后再导入。"
MACRO = "文件带有宏，已拒绝。请另存为“Excel 工作簿（.xlsx）”后再导入。"
DAMAGED = "文件打不开，可能已损坏或不是 Excel 文件。请用 Excel 或 WPS 打开检查，另存为“.xlsx”后再导入。"
NOT_XLSX = "这不是 Excel 工作簿（.xlsx）。请用 Excel 或 WPS 打开，另存为“.xlsx”后再导入。"
_REFERENCE = re.compile(r"([A-Za-z]{1,7})(\d{1,10})")
_NEAR = re.compile(rb'<c r="A?[A-Z](?:1?\d{1,5}|200000)"')
_SHARED = re.compile(rb"""\bt=["']s["'][^>]*>\s*<v[^>]*>(\d{1,9})<""")
_MARKUP = re.compile(rb"<[^>]*>")
# Prefixed or bare cells, cells whose first attribute stands on a new line, other encodings, DTDs.
_STRANGE = (b":c ", b":c>", b":c/", b"<c>", b"<c/", b"<c\n", b"<c\t", b"<c\r", b"\x00", b"<!DOCTYPE", b"<!ENTITY")
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class FileError(RefusedError):
    """The file cannot be read; the message is Chinese and says what to do."""


def inspect(data: bytes) -> None:
    """Raise ``FileError`` for anything that should not reach the parser."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileError(DAMAGED) from error
    names = {part.filename.lower().lstrip("/") for part in parts}
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise FileError(MACRO)
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise FileError(NOT_XLSX)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED:
        raise FileError(BOMB)
    _inflate_all(data, parts)


def _inflate_all(data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    left, cells, merges, texts = MAX_UNZIPPED, 0, 0, Texts()
    for part in parts:
        look, is_shared = Glance(), part.filename.lower().endswith("sharedstrings.xml")
        for chunk in chunks_of(data, part):
            left -= len(chunk)
            if left < 0:
                raise FileError(BOMB)
            look.feed(chunk)
            if is_shared:
                texts.feed(chunk)
        if look.is_xml and not look.is_plain():
            look.cells += _scanned(data, part)
        cells, merges = cells + look.cells, merges + look.merges
        if merges > MAX_MERGES:
            raise FileError(MANY_MERGES)
    # Every cell might show the longest text: only where that is too much is it counted who shows which.
    if texts.longest * cells > MAX_TEXT and _shown(data, parts, texts) > MAX_TEXT:
        raise FileError(MUCH_TEXT)


def _scanned(data: bytes, part: zipfile.ZipInfo) -> int:
    """Read a part tag by tag; how many cells with content it has."""
    scan = Scan()
    for chunk in chunks_of(data, part):
        scan.feed(chunk)
    return scan.filled


def _shown(data: bytes, parts: list[zipfile.ZipInfo], texts: Texts) -> int:
    """Bytes of shared text in all cells together."""
    total = 0
    for part in parts:
        tail = b""
        for chunk in chunks_of(data, part) if "/worksheets/" in part.filename.lower() else ():
            text = tail + chunk
            cut = max(text.rfind(b"<c"), 0)
            total += sum(texts.length(int(number)) for number in _SHARED.findall(text, 0, cut))
            tail = text[cut:][:CHUNK]
        total += sum(texts.length(int(number)) for number in _SHARED.findall(tail))
    return total


def chunks_of(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes as they really inflate, whatever size the directory claims."""
    try:
        yield from zipped.chunks_of(data, part)
    except zipped.DamagedError as error:
        raise FileError(NOT_XLSX) from error


class Texts:
    """How long each shared text is, in bytes and a little more; refuses one that no cell of Excel can hold."""

    def __init__(self) -> None:
        self.longest = 0
        self._lengths = array("I")
        self._tail = b""

    def length(self, number: int) -> int:
        return self._lengths[number] if number < len(self._lengths) else 0

    def feed(self, chunk: bytes) -> None:
        *whole, self._tail = (self._tail + chunk).split(b"</si>")
        self._check(self._tail)
        if not whole:
            return
        lengths = [len(text) for text in whole]
        if max(lengths) > MAX_CELL_TEXT:
            for text in whole:
                self._check(text)
        self.longest = max(self.longest, *lengths)
        self._lengths.extend(lengths)

    def _check(self, text: bytes) -> None:
        if len(text) > MAX_CELL_TEXT and len(_MARKUP.sub(b"", text).decode(errors="replace")) > MAX_CELL_TEXT:
            raise FileError(LONG_TEXT)


class Glance:
    """Recognises at once the parts that office programs write: every cell says where it is, and that is close by.

    A part that passes holds cells in A1 to AZ200000 only. All others are read by ``Scan``.
    """

    def __init__(self) -> None:
        self.is_xml = False
        self.cells = self.merges = 0
        self._tail = b""
        self._near = 0
        self._strange = False

    def feed(self, chunk: bytes) -> None:
        if not self._tail and not self.cells:
            self.is_xml = self.is_xml or chunk.lstrip().startswith(_XML_STARTS)
        if not self.is_xml or self._strange:
            return
        text = self._tail + chunk
        cut = text.rfind(b"<")  # a tag is looked at whole, in one piece of text
        self._tail, text = (text[cut:], text[:cut]) if cut > 0 else (text, b"")
        self._strange = len(self._tail) > 4 * CHUNK  # no cell's text is that long
        self._look(text)

    def is_plain(self) -> bool:
        self._look(self._tail)
        return not self._strange and self.cells == self._near

    def _look(self, text: bytes) -> None:
        self._strange = self._strange or any(mark in text for mark in _STRANGE)
        self.cells += text.count(b"<c ")
        self.merges += text.count(b"mergeCell ")
        self._near += len(_NEAR.findall(text))


class Scan:
    """Follows one XML part and refuses it as soon as its cells with content span too much."""

    def __init__(self) -> None:
        self.filled = 0  # cells with content
        self._tags = self._rows = self._columns = 0
        self._row = self._column = 0
        self._cell: str | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.buffer_text = True

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk)
        except expat.ExpatError as error:
            raise FileError(NOT_XLSX) from error

    def _refuse(self, *_: object) -> None:
        raise FileError(NOT_XLSX)  # no office program writes a DTD; entities can be bombs

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise FileError(TOO_LARGE)
        tag = name[name.rfind(" ") + 1 :]
        if tag == "c":
            self._cell = attributes.get("r")
            self._column += 1
        elif tag in ("v", "is", "f"):
            self._content()
        elif tag == "row":
            self._row += 1
            self._column = 0
            given = attributes.get("r", "")
            if given.isdecimal() and len(given) < 10:
                self._row = int(given)

    def _content(self) -> None:
        self.filled += 1
        row, column = self._row, self._column
        if self._cell and (found := _REFERENCE.fullmatch(self._cell)):
            row, column = int(found[2]), column_number(found[1])
        if row <= self._rows and column <= self._columns:
            return
        self._rows, self._columns = max(row, self._rows), max(column, self._columns)
        if self._rows > MAX_ROWS or self._columns > MAX_COLUMNS or self._rows * self._columns > MAX_AREA:
            raise FileError(TOO_LARGE)


def column_number(letters: str) -> int:
    """A → 1, IV → 256."""
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - 64
    return total
