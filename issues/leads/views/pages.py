"""The list of leads, one of them, its photos, and the page on which one is recorded."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.serving import serve_photo
from hezhang.core.web.lists import show
from hezhang.core.web.pages import answer
from hezhang.core.workflow.facts import Opened, step_part
from issues.leads import facts, rules, services
from issues.leads.forms import RecordForm
from issues.leads.lists import BATCH, BATCHES, LEADS, batches_of, leads_of
from issues.leads.models import Lead, LeadPhoto
from issues.leads.workflow import TABLE
from rivers.registry.views.common import save

CLOSED = Opened()  # only the buttons


@access.when(rules.sees_leads)
@require_safe
def leads(request: PostRequest) -> HttpResponseBase:
    return show(request, LEADS, leads_of(request.post))


def find_lead(request: PostRequest, pk: int) -> Lead:
    """A lead in scope."""
    return get_object_or_404(leads_of(request.post), pk=pk)


@access.when(rules.sees_leads)
@require_safe
def lead(request: PostRequest, pk: int) -> HttpResponse:
    return lead_page(request, find_lead(request, pk))


def lead_page(request: PostRequest, found: Lead, opened: Opened = CLOSED) -> HttpResponse:
    post = request.post
    context = {
        **step_part(TABLE, found, post, opened),
        "lead": found,
        "facts": facts.facts_of(found, post),
        "waited": facts.waited_words(found, timezone.now()),
        "near": facts.near_lead(found, post),
        "steps": facts.steps_of(found),
    }
    partial = "step" if opened.form else None
    return answer(request, "issues/leads/lead.html", context, partial=partial, status=opened.status)


@access.when(rules.sees_leads)
@require_safe
def lead_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of a lead that the post may see; ``?thumb=1`` the small one."""
    found = get_object_or_404(LeadPhoto.objects.visible_to(request.post).select_related("upload"), pk=pk)
    return serve_photo(found.upload, thumb="thumb" in request.GET)


@access.when(rules.sees_leads)
@require_safe
def lead_batches(request: PostRequest) -> HttpResponseBase:
    """The lists in which leads came, and how far each is."""
    return show(request, BATCHES, batches_of(request.post), template="issues/leads/batches.html")


@access.when(rules.sees_leads)
@require_safe
def lead_batch(request: PostRequest, pk: int) -> HttpResponseBase:
    """One list as it is answered to whoever sent it."""
    batch = get_object_or_404(batches_of(request.post), pk=pk)
    rows = leads_of(request.post).filter(batch=batch)
    answers = bool(rules.may_record(request.post))
    return show(request, BATCH, rows, template="issues/leads/batch.html", batch=batch, answers=answers)


@access.when(rules.may_record)
@require_http_methods(["GET", "HEAD", "POST"])
def record_lead(request: PostRequest) -> HttpResponse:
    post = request.post
    form = RecordForm(*([request.POST, request.FILES] if request.method == "POST" else []), post=post)
    return save(
        request, form, lambda: services.record_lead(by=post, **form.supplied()),
        title="登记线索", back="/issues/leads/", done="已登记，当地巡河员会收到通知。", submit="登记",
        hint="现场核实以后再立为问题，这里填的内容和照片会一并带过去。",
    )  # fmt: skip
