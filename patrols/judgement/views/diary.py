"""巡河日志: the month of a chief as a page, and to take along as Word, PDF or workbook."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.audit import services as audit
from hezhang.core.documents.serving import answer_with, drawn, form_of
from hezhang.core.web import limits
from hezhang.core.web.excel import XLSX
from patrols.judgement import lists
from patrols.judgement.facts import diary as diaries
from patrols.judgement.facts.diary import Diary
from patrols.judgement.forms import MonthQuery
from patrols.walks import rules


@access.when(rules.sees_patrols)
@require_safe
def diary(request: PostRequest, pk: int) -> HttpResponse:
    """The page; with ``?form=`` (docx, pdf, xlsx) the same as a file, which is journalled as an export is."""
    chief = get_object_or_404(Post.objects.visible_to(request.post).with_names(), pk=pk)
    month = diaries.month_asked(request.GET.get("month", ""), timezone.localdate())
    told = diaries.diary(chief, month, request.post)
    if "form" in request.GET:
        return _file(request, told)
    return render(request, "patrols/diary.html", {"diary": told, "form": MonthQuery(told.month)})


def _file(request: PostRequest, told: Diary) -> HttpResponse:
    is_table = request.GET["form"] == "xlsx"
    form = None if is_table else form_of(request)
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    name = f"{told.title}.{form or 'xlsx'}"
    response = (
        answer_with(drawn(request, diaries.paper_of(told), form), name, form) if form else _table(request, told, name)
    )
    audit.record("patrol.export", post=request.post, label=name, after={"rows": len(told.walks)})
    return response


def _table(request: PostRequest, told: Diary, name: str) -> HttpResponse:
    stream = BytesIO()
    lists.write_diary(stream, told, request.post.user.name, timezone.localdate())
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
