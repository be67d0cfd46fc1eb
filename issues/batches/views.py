"""Acts on many issues: rows are selected, looked at, confirmed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import INVALID, NotAllowed, Refusal
from hezhang.core.web import limits
from hezhang.core.web.lists import chosen, download
from hezhang.core.web.lists.chosen import Chosen
from hezhang.core.web.lists.export import Export
from hezhang.core.web.pages import answer
from issues.batches import facts, rules, services
from issues.batches.forms import FORMS, BatchForm
from issues.batches.models import Selection
from issues.ledger.lists import EXPORT, ledger_for, source
from issues.ledger.workflow import TABLE


@access.when(rules.may_batch)
@require_POST
def select(request: PostRequest) -> HttpResponseBase:
    """Keep what was ticked in the ledger, and show what would happen to it."""
    post, verb = request.post, request.POST.get("verb", "")
    if not rules.offers(post, verb):
        raise NotAllowed("您当前的岗位不能批量办理这一步。")
    ledger = reverse("issues:ledger")
    found = chosen(post, ledger_for(post), source(post), request.POST, path=ledger)
    if verb == EXPORT and found.is_all:
        return redirect(found.asked.url(export="xlsx"))
    try:
        if verb == EXPORT:
            return _export(request, found)
        return redirect(services.select(found.rows, by=post, verb=verb, query=request.POST.get("query", "")))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found.asked.here)


def _export(request: PostRequest, found: Chosen) -> HttpResponseBase:
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    number = found.rows.count()
    if not number:
        raise Refusal("还没有选中问题，请先勾选，或勾选“全部”。")
    return download(Export(request.post, found.asked, found.filtered, found.rows, ticked=number))


def find(request: PostRequest, pk: UUID) -> Selection:
    """The post's own selection for a verb; else 404."""
    rows = Selection.objects.visible_to(request.post).exclude(verb="").select_related("job", "post__region")
    return get_object_or_404(rows, pk=pk)


@access.when(rules.may_batch)
def batch(request: PostRequest, pk: UUID) -> HttpResponse:
    """Before it is confirmed: which can be seen to, which cannot and why. Afterwards: what became of them."""
    selection = find(request, pk)
    return _page(request, selection, None if selection.confirmed_at else FORMS[selection.verb](selection=selection))


@access.when(rules.may_batch)
@require_POST
def confirm_batch(request: PostRequest, pk: UUID) -> HttpResponse:
    """Carry it out; sent twice is once."""
    selection = find(request, pk)
    form = FORMS[selection.verb](request.POST, selection=selection)
    if selection.confirmed_at is None and not form.is_valid():
        return _page(request, selection, form, INVALID)
    if selection.confirmed_at is None:
        services.confirm_batch(selection, by=request.post, supplied=form.supplied())
    return redirect(selection)


@access.when(rules.may_batch)
@require_POST
def resume_batch(request: PostRequest, pk: UUID) -> HttpResponse:
    """Go on with what was interrupted."""
    selection = find(request, pk)
    if not services.resume_batch(selection, by=request.post):
        messages.info(request, "没有待办的，或正在办理。")
    return redirect(selection)


def _page(request: PostRequest, selection: Selection, form: BatchForm | None = None, status: int = 200) -> HttpResponse:
    row = TABLE[selection.verb]
    back = f"{reverse('issues:ledger')}?{selection.query}".rstrip("?")
    context = {"selection": selection, "row": row, "back_url": back, "form": form}
    if form is None:
        return answer(request, "issues/batches/done.html", context | {"told": facts.results(selection)}, "progress")
    found = facts.preview(selection, timezone.now())
    context |= {"preview": found, "submit": f"{row.label} {found.ready} 件"}
    return answer(request, "issues/batches/preview.html", context, status=status)
