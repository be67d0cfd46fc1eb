"""Oddities: the queue, one, the office's word, the word of who walked; the panel of a walk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import demand
from hezhang.core.web.lists import show
from patrols.oddities import facts, forms, lists, rules, services
from patrols.oddities.models import Oddity
from patrols.walks.models import Patrol
from patrols.walks.rules import is_office, is_walker, sees_patrols
from rivers.registry.views.common import save


@access.when(is_office)
def oddities(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.ODDITIES, lists.source(request.post), template="rivers/list.html")


def _find(request: PostRequest, pk: int) -> Oddity:
    return get_object_or_404(Oddity.objects.visible_to(request.post).with_names(), pk=pk)


@access.when(sees_patrols)
def oddity(request: PostRequest, pk: int) -> HttpResponse:
    return render(request, "patrols/oddity.html", facts.page_of(_find(request, pk), request.post))


@access.when(sees_patrols)
def oddities_of_walk(request: PostRequest, pk: int) -> HttpResponse:
    """Panel of a walk's page: a sentence for each; nothing where there is none, or none to be seen."""
    patrol = get_object_or_404(Patrol.objects.visible_to(request.post), pk=pk)
    rows = Oddity.objects.visible_to(request.post).filter(patrol=patrol).with_names()
    return render(request, "patrols/oddities_of_walk.html", {"rows": [(one, facts.sentence(one)) for one in rows]})


@access.when(is_office)
def check_oddity(request: PostRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if request.method != "POST":
        demand(rules.may_check(request.post, found))
    form = forms.CheckForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.check_oddity(found, by=request.post, **form.cleaned_data),
        title="核实",
        back=found.get_absolute_url(),
        done="已记下。",
        submit="提交",
        hint=facts.sentence(found),
    )


@access.when(is_office)
@require_POST
def undo_check(request: PostRequest, pk: int) -> HttpResponse:
    found = services.undo_check(_find(request, pk), by=request.post)
    messages.success(request, "已撤销。")
    return redirect(found)


@access.when(is_walker)
def explain_oddity(request: PostRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if request.method != "POST":
        demand(rules.may_explain(request.post, found))
    form = forms.ExplainForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.explain_oddity(found, by=request.post, **form.cleaned_data),
        title="说明情况",
        back=found.get_absolute_url(),
        done="谢谢，已告知河长办。",
        submit="提交说明",
        hint=facts.sentence(found),
    )
