"""What is looked at before a .docx is opened: it is a zip of XML, and both can be bombs, or lead out of the house."""

from __future__ import annotations

import io
import re
import zipfile

from hezhang.core.kernel.confined_child import RefusedError
from hezhang.core.kernel.zipped import DAMAGED, chunks_of

MAX_PARTS = 500
MAX_UNZIPPED = 30 * 1024 * 1024
BOMB = "模板解压后超过 30 MB，已拒绝。请删去大图片后再上传。"
NOT_DOCX = "这不是 Word 文档（.docx）。请用 Word 或 WPS 打开，另存为“.docx”后再上传。"
MACRO = "模板带有宏，已拒绝。请另存为不带宏的“.docx”后再上传。"
OUTSIDE = "模板引用了外部文件（链接的图片、对象或附加模板），已拒绝。请改为嵌入，或删去后再上传。"
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I)


def inspect(data: bytes) -> None:
    """Raise ``RefusedError`` for anything that should not reach the parser."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedError(DAMAGED) from error
    names = {part.filename.lower().lstrip("/") for part in parts}
    if any("vbaproject" in name for name in names):
        raise RefusedError(MACRO)
    if "word/document.xml" not in names or "[content_types].xml" not in names:
        raise RefusedError(NOT_DOCX)
    if len(parts) > MAX_PARTS or len(names) < len(parts) or sum(part.file_size for part in parts) > MAX_UNZIPPED:
        raise RefusedError(BOMB)
    left = MAX_UNZIPPED
    for part in parts:
        left = _look(data, part, left)


def _look(data: bytes, part: zipfile.ZipInfo, left: int) -> int:
    """How much may still be inflated after this part, as it really is."""
    name, kept = part.filename.lower(), []
    is_text = name.endswith((".xml", ".rels"))
    for chunk in chunks_of(data, part):
        left -= len(chunk)
        if left < 0:
            raise RefusedError(BOMB)
        if is_text:
            kept.append(chunk)
    text = b"".join(kept)
    # No office program writes a DTD; entities can be bombs. A NUL: another encoding, in which one could be hidden.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text:
        raise RefusedError(NOT_DOCX)
    # A link in the text is harmless until somebody clicks on it.
    if any(b"/hyperlink" not in one for one in _EXTERNAL.findall(text)):
        raise RefusedError(OUTSIDE)
    return left
