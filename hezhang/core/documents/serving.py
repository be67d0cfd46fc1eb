"""A paper as the answer to a request: Word, PDF, or a page of it as a picture."""

from __future__ import annotations

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from hezhang.core.documents.as_docx import TYPE, docx
from hezhang.core.documents.as_typst import pdf, pictures
from hezhang.core.documents.paper import Paper

# Private: as a photo's (core.files.serving), but never kept: it says what the rows say now.
CACHE = "private, no-store"


class Form(models.TextChoices):
    """In which form a paper is had."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"
    PNG = "png", "图片"


TYPES = {Form.DOCX: TYPE, Form.PDF: "application/pdf", Form.PNG: "image/png"}


def form_of(request: HttpRequest) -> Form:
    """The form that ``?form=`` asks for; PDF when it says nothing, 404 when there is none of that name."""
    asked = request.GET.get("form", Form.PDF)
    if asked not in Form.values:
        raise Http404("没有这种格式")
    return Form(asked)


def answer_with(data: bytes, name: str, form: Form) -> HttpResponse:
    """The bytes of a paper, to be had as a file of this name; a picture is shown in the page."""
    response = HttpResponse(data, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(form != Form.PNG, name) or ""
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", CACHE
    return response


def drawn(request: HttpRequest, paper: Paper, form: Form) -> bytes:
    """The paper in this form; of a picture the page that ``?page=`` asks for (the first is 1)."""
    if form == Form.DOCX:
        return docx(paper)
    if form == Form.PDF:
        return pdf(paper)
    pages, asked = pictures(paper), request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 4 and 0 < int(asked) <= len(pages)):
        raise Http404("没有这一页")
    return pages[int(asked) - 1]
