"""A paper as the answer to a request."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.documents.as_docx import TYPE, docx
from hezhang.core.documents.as_typst import pdf, pictures
from hezhang.core.documents.fonts import NoFontError, chosen
from hezhang.core.documents.paper import Paper
from hezhang.core.documents.templates import TemplateError, fill
from hezhang.core.files.services import read_bytes
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web import limits
from issues.documents.choices import Form, PaperKind
from issues.documents.facts.filled import values_of
from issues.documents.models import PaperTemplate
from issues.documents.rules import ASKED

# Private: as a photo's (core.files.serving), but never kept: it says what the rows say now.
CACHE = "private, no-store"
TYPES = {Form.DOCX: TYPE, Form.PDF: "application/pdf", Form.PNG: "image/png"}


def serve(request: PostRequest, paper: Paper, name: str, template: PaperTemplate | None = None) -> HttpResponse:
    """The paper in the form that ``?form=`` asks for; of a picture the page ``?page=`` (the first is 1).

    ``template``: the office's own form, which a .docx then has.
    """
    form = request.GET.get("form", Form.PDF)
    if form not in Form.values:
        raise Http404("没有这种格式")
    if (refused := limits.refuse_page(request)) is not None:
        return refused
    data = filled(template, paper) if template and form == Form.DOCX else _drawn(request, paper, form)
    return answer_with(data, f"{name}.{form}", Form(form))


def filled(template: PaperTemplate, paper: Paper) -> bytes:
    """The office's own form with the paper's words in it."""
    try:
        return fill(read_bytes(template.upload), ASKED[PaperKind(template.kind)], values_of(paper))
    except (OSError, ValueError, TemplateError) as error:
        why = error if isinstance(error, TemplateError) else "文件已不在"
        raise Refusal(f"{template}填不出来（{why}）。请河长办负责人在“文书模板”里更换或停用它。", status=409) from error


def answer_with(data: bytes, name: str, form: Form) -> HttpResponse:
    response = HttpResponse(data, content_type=TYPES[form])
    # A picture is shown in the page; the others are files to be had.
    response["Content-Disposition"] = content_disposition_header(form != Form.PNG, name) or ""
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", CACHE
    return response


def _drawn(request: PostRequest, paper: Paper, form: str) -> bytes:
    if form == Form.DOCX:
        return docx(paper)
    if form == Form.PDF:
        return pdf(paper)
    pages, asked = pictures(paper), request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 4 and 0 < int(asked) <= len(pages)):
        raise Http404("没有这一页")
    return pages[int(asked) - 1]


def notice() -> str:
    """What is missing for PDF and pictures, in words."""
    try:
        return chosen().notice
    except NoFontError as error:
        return str(error)
