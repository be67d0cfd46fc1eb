"""Boards as objects: new, edited, taken down and put back; and the phones that stand on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.web import conflicts
from rivers.boards import facts, services
from rivers.boards.forms import BoardForm, EditBoardForm, PhonesForm, RemoveForm
from rivers.boards.services.keeping import edit_mark
from rivers.boards.views.common import find_board
from rivers.registry.services import must_keep
from rivers.registry.views.common import conflict_page, save
from rivers.registry.views.reaches import find_reach


@access.when(is_office)
def create_signboard(request: PostRequest, reach_pk: int) -> HttpResponse:
    post, reach = request.post, find_reach(request, reach_pk)
    must_keep(reach.region_id, by=post)
    number = reach.signboards.count() + 1
    initial = {"code": f"{reach.code}-G{number}", "renewed_on": timezone.localdate()}
    form = BoardForm(request.POST or None, initial=initial)
    return save(
        request,
        form,
        lambda: services.create_signboard(by=post, reach=reach, **form.cleaned_data),
        title=f"新增公示牌：{reach.name}",
        back=reach.get_absolute_url(),
        done="已登记公示牌。",
        hint=facts.number_words(reach, timezone.localdate()),
    )


@access.when(is_office)
def edit_signboard(request: PostRequest, pk: int) -> HttpResponse:
    """A stale edit keeps the user's text and shows what changed (409)."""
    board = find_board(request, pk)
    must_keep(board.region_id, by=request.post)
    form, title, back = EditBoardForm(request.POST or None, board=board), f"编辑：{board}", board.get_absolute_url()
    try:
        return save(
            request,
            form,
            lambda: services.edit_signboard(board, form.cleaned_data, by=request.post, seen=form.cleaned_data["seen"]),
            title=title,
            back=back,
            done="已保存。",
        )
    except EditedMeanwhile as late:
        current: Any = late.current
        again = EditBoardForm(conflicts.rebased(form, {"seen": edit_mark(current)}), board=current)
        stands = {name: getattr(current, name) for name in form.fields if name != "seen"}
        return conflict_page(request, late, again, conflicts.differences(form, stands), title=title, back=back)


@access.when(is_office)
def remove_signboard(request: PostRequest, pk: int) -> HttpResponse:
    board = find_board(request, pk)
    must_keep(board.region_id, by=request.post)
    form = RemoveForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.remove_signboard(
            board, form.cleaned_data["ended_on"], form.cleaned_data["why"], by=request.post
        ),
        title=f"停用公示牌：{board}",
        back=board.get_absolute_url(),
        done="已停用。",
        submit="停用",
        hint="停用后不再提醒更新，也不计入考核；记录都保留，可以恢复使用。",
    )


@access.when(is_office)
@require_POST
def return_signboard(request: PostRequest, pk: int) -> HttpResponse:
    board = services.return_signboard(find_board(request, pk), by=request.post)
    return redirect(board.get_absolute_url())


@access.when(is_office)
def publish_phones(request: PostRequest, pk: int) -> HttpResponse:
    board = find_board(request, pk)
    must_keep(board.region_id, by=request.post)
    posts, known = facts.named_on(board, timezone.localdate())
    form = PhonesForm(request.POST or None, posts=posts, known=known)
    return save(
        request,
        form,
        lambda: services.publish_phones(board, form.numbers(), by=request.post),
        title=f"公示电话：{board.code}",
        back=board.get_absolute_url(),
        done="已保存公示电话，用于这些河长名下所有的公示牌。",
        hint="这里的号码会印在牌上，任何人都看得到，请填写办公电话，不要填写个人手机号。不填的，印所在单位或河长办的电话。",
    )
