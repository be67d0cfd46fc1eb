"""Appeals: the queue, one, made of a walk or a period, answered, and the answer taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, is_walker
from hezhang.core.files.facts import picture
from hezhang.core.files.serving import serve_photo
from hezhang.core.kernel.refusal import demand
from hezhang.core.web.lists import show
from patrols.appeals import forms, lists, rules, services
from patrols.appeals.models import Appeal, AppealPhoto
from patrols.walks.facts import with_names
from patrols.walks.models import Patrol
from patrols.walks.rules import sees_patrols
from rivers.registry.views.common import save

DONE = "申诉已提交，答复后会通知您。"


@access.when(sees_patrols)
def appeals(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.APPEALS, lists.source(request.post), template="rivers/list.html")


def _find(request: PostRequest, pk: int) -> Appeal:
    return get_object_or_404(Appeal.objects.visible_to(request.post).with_names(), pk=pk)


@access.when(sees_patrols)
def appeal(request: PostRequest, pk: int) -> HttpResponse:
    found, post = _find(request, pk), request.post
    may = {"may_answer": rules.may_answer(post, found), "may_undo": rules.may_undo(post, found)}
    return render(request, "patrols/appeal.html", {"appeal": found, "photos": _photos(found), **may})


def _photos(found: Appeal) -> list[dict[str, str]]:
    rows = found.photos.select_related("upload")
    return [picture(one.upload, reverse("patrols:appeal_photo", args=[one.pk])) for one in rows]


def _sent(request: PostRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@access.when(sees_patrols)
def appeal_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of an appeal, in its scope; ?thumb=1 for the small one."""
    rows = AppealPhoto.objects.visible_to(request.post).select_related("upload")
    return serve_photo(get_object_or_404(rows, pk=pk).upload, thumb="thumb" in request.GET)


@access.when(is_walker)
def appeal_walk(request: PostRequest, pk: int) -> HttpResponse:
    patrol = get_object_or_404(with_names(Patrol.objects.visible_to(request.post)), pk=pk)
    demand(rules.may_appeal_walk(request.post, patrol))
    form = forms.ReasonForm(*_sent(request), post=request.post)
    return save(
        request,
        form,
        lambda: services.appeal_walk(
            patrol, by=request.post, reason=form.cleaned_data["reason"], photos=form.cleaned_data["photos"]
        ),
        title="申诉：这次巡河应当计入",
        back=patrol.get_absolute_url(),
        done=DONE,
        submit="提交申诉",
        keep=request.path,
        hint=f"{patrol.reach.name}：{patrol.counting_why}",
    )


@access.when(is_walker)
def appeal_period(request: PostRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    plain = forms.WhichPeriodForm({name: asked.get(name, "") for name in ("first", "last", "reach")})
    if not plain.is_valid():
        raise Http404
    first, last, reach = (plain.cleaned_data[name] for name in ("first", "last", "reach"))
    form = forms.PeriodForm(*_sent(request), post=request.post, initial={"first": first, "last": last, "reach": reach})
    words = f"{first.isoformat()} 至 {last.isoformat()}" if first != last else first.isoformat()
    return save(
        request,
        form,
        lambda: services.appeal_period(
            first, last, reach, by=request.post, reason=form.cleaned_data["reason"], photos=form.cleaned_data["photos"]
        ),
        title="申诉：这一周期未巡有原因",
        back=reverse("patrols:duty_chief", args=[request.post.pk]),
        done=DONE,
        submit="提交申诉",
        keep=f"{request.path}{first}:{last}:{reach or ''}",
        hint=f"{words} 记为未巡。河长办同意的，这一周期免予要求。",
    )


@access.when(is_office)
def answer_appeal(request: PostRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if request.method != "POST":
        demand(rules.may_answer(request.post, found))
    form = forms.AnswerForm(request.POST or None, appeal=found)
    return save(
        request,
        form,
        lambda: services.answer_appeal(found, by=request.post, **form.cleaned_data),
        title=f"答复申诉：{found.what}",
        back=found.get_absolute_url(),
        done="已答复，并告知申诉人。",
        submit="提交答复",
        photos=_photos(found),
        hint=f"{found.post.user.name}：{found.reason}",
    )


@require_POST
@access.when(is_office)
def undo_answer(request: PostRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    services.undo_answer(found, by=request.post)
    messages.success(request, "答复已撤销，可以重新答复。")
    return redirect(found)
