"""The print sheet: on the screen, as SVG for whoever makes the board, as PDF."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.web.drawn import Sheet, pdf, svg
from rivers.boards import services
from rivers.boards.facts.sheet import sheets_of
from rivers.boards.forms import PrintForm
from rivers.boards.models import Signboard
from rivers.boards.services.text import Known, joined
from rivers.boards.views.common import find_board
from rivers.registry.views.common import form_page


def site_of(request: PostRequest) -> str:
    """The address that QR codes begin with: the public one, else this very site's, which the page warns of."""
    return settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"


def _sheets(request: PostRequest, board: Signboard) -> list[Sheet]:
    today = timezone.localdate()
    known = Known(joined(Signboard.objects.filter(pk=board.pk)), today)
    return list(sheets_of(known.boards[board.pk], known, today, site_of(request)))


@access.when(sees_business)
def signboard_sheet(request: PostRequest, pk: int) -> HttpResponse:
    board = find_board(request, pk)
    drawings = [(one.title, mark_safe(svg(one))) for one in _sheets(request, board)]  # noqa: S308 - each word in it went through escape()
    context = {"board": board, "drawings": drawings, "is_public": bool(settings.PUBLIC_ADDRESS)}
    return render(request, "rivers/boards/sheet.html", context)


@access.when(sees_business)
def signboard_svg(request: PostRequest, pk: int) -> HttpResponse:
    """One side at its true size; ?side=1 is the back."""
    board = find_board(request, pk)
    sheets, side = _sheets(request, board), int(request.GET.get("side") == "1")
    if side >= len(sheets):
        raise Http404("这块公示牌没有背面")
    return _file(svg(sheets[side]).encode(), "image/svg+xml", f"{board.code}-{'背面' if side else '正面'}.svg")


@access.when(sees_business)
def signboard_pdf(request: PostRequest, pk: int) -> HttpResponse:
    board = find_board(request, pk)
    return _file(b"".join(pdf(_sheets(request, board))), "application/pdf", f"{board.code}.pdf")


@access.when(is_office)
def print_signboards(request: PostRequest) -> HttpResponse:
    """Starts the job that writes one PDF of many boards."""
    post, form = request.post, PrintForm(request.POST or None, post=request.post)
    if request.method == "POST" and form.is_valid():
        town = form.cleaned_data["town"]
        job = services.print_signboards(
            form.cleaned_data["which"], town.code if town else "", site_of(request), by=post
        )
        return redirect("web:job", job.pk)
    hint = "每块公示牌正面、背面各一页，尺寸与实物一致，按编号排列。"
    return form_page(request, form, "批量打印牌面", reverse("rivers:signboards"), submit="生成 PDF", hint=hint)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(data, content_type=kind, headers=headers)
