"""巡检 on the phone and at the desk, and what follows from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, is_river_side, sees_business
from hezhang.core.files.serving import serve_photo
from hezhang.core.kernel.refusal import demand
from hezhang.core.kernel.words import day_words
from rivers.boards import services
from rivers.boards.forms import InspectForm, RepairForm
from rivers.boards.models import Inspection, InspectionPhoto
from rivers.boards.views.common import find_board
from rivers.registry.services import must_keep
from rivers.registry.views.common import save


def find_inspection(request: PostRequest, pk: int) -> Inspection:
    """An inspection of a board in the acting post's scope, or 404."""
    rows = Inspection.objects.visible_to(request.post).select_related("board")
    return get_object_or_404(rows, pk=pk)


@access.when(is_river_side)
def inspect_signboard(request: PostRequest, pk: int) -> HttpResponse:
    post, board = request.post, find_board(request, pk)
    demand(services.may_inspect(board, post, timezone.localdate()))
    form = InspectForm(request.POST or None, request.FILES or None, post=post)

    def act() -> None:
        told = {name: form.cleaned_data[name] for name in ("result", "day", "note", "photos", "once")}
        services.inspect_signboard(board, by=post, **told)

    return save(
        request,
        form,
        act,
        title=f"公示牌巡检：{board.code}",
        back=board.get_absolute_url(),
        done="已登记巡检，当天可以撤回。",
        submit="提交",
        hint=f"{board.reach.name}，{board.place}",
    )


@access.when(is_river_side)
@require_POST
def withdraw_inspection(request: PostRequest, pk: int) -> HttpResponse:
    board = services.withdraw_inspection(find_inspection(request, pk), by=request.post)
    messages.success(request, "已撤回这次巡检。")
    return redirect(board.get_absolute_url())


@access.when(is_office)
def repair_signboard(request: PostRequest, pk: int) -> HttpResponse:
    inspection = find_inspection(request, pk)
    must_keep(inspection.board.region_id, by=request.post)
    form = RepairForm(request.POST or None)
    return save(
        request,
        form,
        lambda: (
            services.repair_signboard(
                inspection, form.cleaned_data["repaired_on"], form.cleaned_data["note"], by=request.post
            ).board
        ),
        title=f"登记已修复：{inspection.board.code}",
        back=inspection.board.get_absolute_url(),
        done="已登记修复。",
        submit="登记已修复",
        hint=f"{day_words(inspection.day)}巡检：{inspection.get_result_display()}。{inspection.note}",
    )


@access.when(is_office)
@require_POST
def reopen_inspection(request: PostRequest, pk: int) -> HttpResponse:
    inspection = services.reopen_inspection(find_inspection(request, pk), by=request.post)
    messages.success(request, "已重新打开，列为待修复。")
    return redirect(inspection.board.get_absolute_url())


@access.when(sees_business)
def inspection_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of an inspection, in the scope of its board; ?thumb=1 for the small one."""
    rows = InspectionPhoto.objects.visible_to(request.post).select_related("upload")
    return serve_photo(get_object_or_404(rows, pk=pk).upload, thumb="thumb" in request.GET)
