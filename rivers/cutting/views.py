"""Split, join, and take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import INVALID, Refusal
from rivers.cutting import services
from rivers.cutting.facts import new_reach_of, proposed_join, proposed_split
from rivers.cutting.forms import JoinForm, SplitForm
from rivers.cutting.models import Cut
from rivers.cutting.services.splitting import points_of
from rivers.registry.models import Reach
from rivers.registry.services import must_keep
from rivers.registry.views.common import save
from rivers.registry.views.reaches import find_reach

HINT = "拆分后原河段终止、留作历史，上下两个新河段从今天起登记。当天且新河段上没有新情况时可以撤回。"


@access.when(is_office)
def split_reach(request: PostRequest, pk: int) -> HttpResponse:
    post, reach, today = request.post, find_reach(request, pk), timezone.localdate()
    must_keep(reach.region_id, by=post)
    initial = proposed_split(reach) | {name: request.GET.get(name) for name in ("lat", "lng") if name in request.GET}
    form = SplitForm(request.POST or None, points=points_of(reach), initial=initial)

    def act() -> Reach:
        given = form.cleaned_data
        cut = services.split_reach(
            reach,
            form.share,
            names=(given["first_name"], given["second_name"]),
            codes=(given["first_code"], given["second_code"]),
            place=given["place"],
            rest=int(given["rest"]),
            on=today,
            by=post,
        )
        return new_reach_of(cut)

    return save(
        request,
        form,
        act,
        title=f"拆分河段：{reach.name}",
        back=reach.get_absolute_url(),
        done="已拆分。当天可以在原河段或新河段的页面上撤回。",
        foretell=lambda: services.foretell_split(reach, form.share, int(form.cleaned_data["rest"]), today),
        submit="拆分",
        hint=HINT,
    )


@access.when(is_office)
def join_reaches(request: PostRequest, pk: int) -> HttpResponse:
    post, reach, today = request.post, find_reach(request, pk), timezone.localdate()
    must_keep(reach.region_id, by=post)
    form = JoinForm(request.POST or None, reach=reach, on=today, initial=proposed_join(reach))

    def chief_of() -> Reach:
        return reach if form.cleaned_data["chief_of"] == "own" else form.cleaned_data["other"]

    def act() -> Reach:
        given = form.cleaned_data
        asked = {"name": given["name"], "code": given["code"], "chief_of": chief_of()}
        return new_reach_of(services.join_reaches(reach, given["other"], on=today, by=post, **asked))

    return save(
        request,
        form,
        act,
        title=f"合并河段：{reach.name}",
        back=reach.get_absolute_url(),
        done="已合并。当天可以在原河段或新河段的页面上撤回。",
        foretell=lambda: services.foretell_join(reach, form.cleaned_data["other"], chief_of(), today),
        submit="合并",
        hint="相邻的、同一条河湖、同级、同一区划、同一上级河段的两段可以合并；原来两段终止、留作历史。",
    )


@require_POST
@access.when(is_office)
def undo_cut(request: PostRequest, pk: int) -> HttpResponse:
    cut = get_object_or_404(Cut.objects.visible_to(request.post), pk=pk)
    must_keep(cut.region_id, by=request.post)
    try:
        [old, *_] = services.undo_cut(cut, on=timezone.localdate(), by=request.post)
    except Refusal as refused:
        if refused.status != INVALID:
            raise
        messages.error(request, refused.sentence)
        return redirect("rivers:reach", cut.parts.order_by("is_new", "pk").values_list("reach", flat=True)[0])
    messages.success(request, "已撤回，原河段恢复。")
    return redirect(old)
