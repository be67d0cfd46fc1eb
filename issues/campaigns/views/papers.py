"""What is taken along: the circular of a finished campaign, and its workbook."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web import limits
from issues.campaigns import rules
from issues.campaigns.facts import book
from issues.campaigns.facts.circular import circular
from issues.campaigns.views.pages import find_campaign
from issues.documents.views.serving import serve


@access.when(rules.sees_inspections)
@require_safe
def campaign_paper(request: PostRequest, pk: int) -> HttpResponse:
    """督查通报, drawn when it is asked for."""
    found = find_campaign(request, pk)
    if not (verdict := rules.may_have_circular(found)):
        raise Refusal(verdict.reason, status=409)
    return serve(request, circular(found, request.post), f"督查通报-{found.name}")


@access.when(rules.sees_inspections)
@require_GET
def export_campaign(request: PostRequest, pk: int) -> FileResponse | HttpResponse:
    """All visits × items; the download is journalled."""
    found, post = find_campaign(request, pk), request.post
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    stream = BytesIO()
    count = book.write_book(found, stream, post, timezone.now())
    audit.record("campaign.export", found, post=post, after={"rows": count})
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=book.file_name(found))
