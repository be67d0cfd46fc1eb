"""The download."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_GET

from assessment.reports.facts import workbook
from assessment.rounds import rules
from assessment.rounds.views.pages import find_round
from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import demand
from hezhang.core.web import limits


@access.when(rules.may_download_any)
@require_GET
def report(request: PostRequest, pk: int) -> FileResponse | HttpResponse:
    """The workbook; the download is journalled."""
    found = find_round(request, pk)
    demand(rules.may_download(found, request.post))
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    stream = BytesIO()
    count = workbook.write_report(found, stream, made_by=request.post.user.name)
    audit.record("round.export", found, post=request.post, after={"rows": count})
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=workbook.file_name(found))
