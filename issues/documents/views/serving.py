"""A paper as the answer to a request."""

from __future__ import annotations

from django.http import HttpResponse

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.documents.fonts import NoFontError, chosen
from hezhang.core.documents.paper import Paper
from hezhang.core.documents.serving import Form, answer_with, drawn, form_of
from hezhang.core.documents.templates import TemplateError, fill
from hezhang.core.files.services import read_bytes
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web import limits
from issues.documents.choices import PaperKind
from issues.documents.facts.filled import values_of
from issues.documents.models import PaperTemplate
from issues.documents.rules import ASKED


def serve(request: PostRequest, paper: Paper, name: str, template: PaperTemplate | None = None) -> HttpResponse:
    """The paper in the form that is asked for; ``template``: the office's own form, which a .docx then has."""
    form = form_of(request)
    if (refused := limits.refuse_page(request)) is not None:
        return refused
    data = filled(template, paper) if template and form == Form.DOCX else drawn(request, paper, form)
    return answer_with(data, f"{name}.{form}", form)


def filled(template: PaperTemplate, paper: Paper) -> bytes:
    """The office's own form with the paper's words in it."""
    try:
        return fill(read_bytes(template.upload), ASKED[PaperKind(template.kind)], values_of(paper))
    except (OSError, ValueError, TemplateError) as error:
        why = error if isinstance(error, TemplateError) else "文件已不在"
        raise Refusal(f"{template}填不出来（{why}）。请河长办负责人在“文书模板”里更换或停用它。", status=409) from error


def notice() -> str:
    """What is missing for PDF and pictures, in words."""
    try:
        return chosen().notice
    except NoFontError as error:
        return str(error)
