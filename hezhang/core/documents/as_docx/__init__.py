"""A paper as .docx: what the office edits on. Fonts are named, not embedded: Word and WPS on an office's machine have them."""

from __future__ import annotations

import io

from docx import Document

from hezhang.core.documents.as_docx import page, parts
from hezhang.core.documents.paper import Paper

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(paper: Paper) -> bytes:
    """The document, to be opened in Word and WPS."""
    document = Document()
    page.lay_out(document, paper.title)
    parts.write(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
