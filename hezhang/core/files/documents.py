"""Documents as they are kept: PDF, Word and Excel of today, without macros. Told by their bytes, never by their name.

They are never drawn here and never shown in a page: who opens one downloads it (``serving.serve_document``).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".pdf": "application/pdf", ".docx": WORD, ".xlsx": EXCEL}
NOT_DOCUMENT = (
    "只能上传 PDF、Word（docx）、Excel（xlsx）文件。旧格式（doc、xls）请用 Office 或 WPS 另存为新格式再上传。"
)
MACROS = "文件里带有宏程序，没有收下。请另存为不带宏的 docx 或 xlsx 再上传。"


def suffix_of(data: bytes) -> str:
    """.pdf, .docx or .xlsx; ValidationError (Chinese) for everything else."""
    if data[:5] == b"%PDF-":
        return ".pdf"
    if data[:4] != b"PK\x03\x04":
        raise ValidationError(NOT_DOCUMENT)
    # Nothing is opened here: the names of a package's parts stand in it as plain bytes.
    named = data.lower()
    if b"[content_types].xml" not in named:
        raise ValidationError(NOT_DOCUMENT)
    if b"vbaproject.bin" in named:
        raise ValidationError(MACROS)
    if b"word/document.xml" in named:
        return ".docx"
    if b"xl/workbook." in named:
        return ".xlsx"
    raise ValidationError(NOT_DOCUMENT)
