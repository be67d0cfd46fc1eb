"""Patrols that have been walked: one, one's own, those of a region; and the office's entry of one."""

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.attempts import status_of, take_wrong
from hezhang.core.web.lists import show
from patrols.walks import facts, lists, rules, services
from patrols.walks.choices import Counting
from patrols.walks.forms import BackfillForm
from patrols.walks.models import Patrol

PER_PAGE = 20


@access.when(rules.sees_patrols)
def patrols(request: PostRequest) -> HttpResponseBase:
    """Walkers see their own walks first; the whole region is one tap away."""
    rows = lists.source(request.post)
    if not rules.is_walker(request.post):
        return show(request, lists.PATROLS, rows)
    if "all" not in request.GET:
        return _mine(request)
    asked = request.GET.get("q", "")
    return show(request, lists.PATROLS, rows, template="patrols/region.html", q=asked)


def _mine(request: PostRequest) -> HttpResponse:
    rows = facts.with_names(Patrol.objects.filter(user_id=request.post.user_id))
    # One person's walks are hundreds, not millions: Django's own pages will do.
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "patrols/mine.html", {"page": page})


@access.when(rules.sees_patrols)
def patrol(request: PostRequest, pk: int) -> HttpResponse:
    """One walk: facts, findings with photos, and whether it counts and why."""
    rows = facts.with_names(Patrol.objects.visible_to(request.post))
    found = get_object_or_404(rows.select_related("entered_by__user"), pk=pk)
    shown = facts.page_of(found, request.post)
    in_force = next((one for one in shown["reviews"] if one.recalled_at is None), None)
    shown |= {
        "may_add": rules.may_add(request.post, found),
        "may_review": not in_force and rules.may_review(request.post, found),
        "may_appeal": found.counting != Counting.COUNTS and found.user_id == request.post.user_id,
        "may_recall": rules.may_recall(request.post, found, in_force),
    }
    return render(request, "patrols/patrol.html", {"patrol": found, **shown})


@access.when(rules.is_office)
def backfill_patrol(request: PostRequest) -> HttpResponse:
    """补录: a walk that was kept on paper, or made without a phone."""
    first = {"client_id": uuid4(), "post": request.GET.get("post")}
    form = BackfillForm(request.POST or None, by=request.post, initial=first)
    form.fields["kind"].help_text = facts.entered_words(request.post.region_id)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = services.backfill_patrol(by=request.post, **form.walk())
        except Refusal as refusal:
            take_wrong(form, refusal)
        else:
            messages.success(request, "已补录")
            return redirect(receipt.patrol)
    return render(request, "patrols/backfill.html", {"form": form}, status=status_of(form))
