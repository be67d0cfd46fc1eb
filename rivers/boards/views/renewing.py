"""登记已更新, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.files.serving import serve_photo
from hezhang.core.kernel.words import day_words
from rivers.boards import facts, services
from rivers.boards.forms import RenewForm
from rivers.boards.models import Renewal
from rivers.boards.views.common import find_board
from rivers.registry.services import must_keep
from rivers.registry.views.common import save


@access.when(is_office)
def renew_signboard(request: PostRequest, pk: int) -> HttpResponse:
    post, board = request.post, find_board(request, pk)
    must_keep(board.region_id, by=post)
    last = board.renewals.order_by("-pk").values_list("pk", flat=True).first() or 0
    form = RenewForm(request.POST or None, request.FILES or None, post=post, last=last)
    changes = "；".join(one.words for one in facts.shown_of(board, timezone.localdate()).changes)
    return save(
        request,
        form,
        lambda: services.renew_signboard(
            board, form.cleaned_data["renewed_on"], by=post, seen=form.cleaned_data["seen"],
            photo=next(iter(form.cleaned_data["photos"]), None),
        ),
        title=f"登记公示牌已更新：{board.code}",
        back=board.get_absolute_url(),
        done="已登记更新，牌面内容已留存；当天可以撤回。",
        submit="登记已更新",
        hint=f"{board.reach.name}，{board.place}。上次更新：{day_words(board.renewed_on)}。"
        + (f"本次应改：{changes}。" if changes else ""),
    )  # fmt: skip


@access.when(is_office)
@require_POST
def withdraw_renewal(request: PostRequest, pk: int) -> HttpResponse:
    board = services.withdraw_renewal(find_board(request, pk), by=request.post)
    messages.success(request, f"已撤回，更新日期恢复为 {day_words(board.renewed_on)}。")
    return redirect(board.get_absolute_url())


@access.when(sees_business)
def renewal_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """The photo of a renewal, in the scope of its board; ?thumb=1 for the small one."""
    rows = Renewal.objects.visible_to(request.post).filter(photo__isnull=False).select_related("photo")
    return serve_photo(get_object_or_404(rows, pk=pk).photo, thumb="thumb" in request.GET)
