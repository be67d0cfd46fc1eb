"""A person's own background jobs: how far they are, and what came of them."""

import mimetypes
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files import disk
from hezhang.core.web.models import Job
from hezhang.core.web.pages import answer

LATEST = 50


@access.signed_in()
def jobs(request: PostRequest) -> HttpResponse:
    """The latest of one's own jobs."""
    rows = Job.objects.visible_to(request.post)[:LATEST]
    return render(request, "web/jobs.html", {"jobs": rows})


@access.signed_in()
def job(request: PostRequest, pk: UUID) -> HttpResponse:
    """One job; while it runs, htmx asks for its progress every second."""
    found = get_object_or_404(Job.objects.visible_to(request.post), pk=pk)
    return answer(request, "web/job.html", {"job": found}, "progress")


@access.signed_in()
def job_file(request: PostRequest, pk: UUID) -> FileResponse:
    """The job's result, as a download."""
    found = get_object_or_404(Job.objects.visible_to(request.post), pk=pk)
    try:
        file = disk.absolute(found.file).open("rb")
    except OSError as error:
        raise Http404("文件不在了") from error
    kind = mimetypes.guess_type(found.file_name)[0] or "application/octet-stream"
    response = FileResponse(file, as_attachment=True, filename=found.file_name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    # A workbook of temporary passwords among others.
    response["Cache-Control"] = "private, no-store"
    return response
