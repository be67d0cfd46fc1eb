"""Schemes: the list, one as a table, its edit sheet."""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessment.schemes import rules, services
from assessment.schemes.facts import current_scheme, parameter_words
from assessment.schemes.forms import SchemeSheet
from assessment.schemes.models import Scheme
from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import INVALID, EditedMeanwhile, demand
from hezhang.core.web.conflicts import words_of

AGAIN = "您填写的内容仍在下面：请先到方案列表核对那一版，确认仍要以您的为准，再点保存。"


@access.when(rules.may_read)
@require_safe
def schemes(request: PostRequest) -> HttpResponse:
    found = Scheme.objects.visible_to(request.post).select_related("region")
    context = {"schemes": found, "current": current_scheme(request.post)}
    return render(request, "assessment/schemes.html", context)


def _find(request: PostRequest, pk: int) -> Scheme:
    return get_object_or_404(Scheme.objects.visible_to(request.post).select_related("region"), pk=pk)


@access.when(rules.may_read)
@require_safe
def scheme(request: PostRequest, pk: int) -> HttpResponse:
    """The rules as a table that a town can read."""
    found = _find(request, pk)
    lines = [(one, parameter_words(one)) for one in found.indicators.select_related("group")]
    groups = [(group, [line for line in lines if line[0].group_id == group.pk]) for group in found.groups.all()]
    context = {
        "scheme": found,
        "groups": groups,
        "whole": [line for line in lines if line[0].group_id is None],
        "bands": found.bands.all(),
        "may_edit": rules.may_edit(found, request.post),
        "is_office": bool(rules.may_keep_schemes(request.post)),
    }
    return render(request, "assessment/scheme.html", context)


@access.when(rules.may_keep_schemes)
def edit_scheme(request: PostRequest, pk: int) -> HttpResponse:
    """Change the rules; a scheme in use is copied into a new version."""
    found = _find(request, pk)
    demand(rules.may_edit(found, request.post))
    if request.method != "POST":
        return _sheet_page(request, found, SchemeSheet(services.read_scheme(found)))
    sheet = SchemeSheet(services.read_scheme(found), request.POST)
    if not sheet.is_valid():
        return _sheet_page(request, found, sheet, sheet.errors)
    try:
        saved = services.edit_scheme(found, sheet.data(), by=request.post, seen=request.POST.get("seen", ""))
    except ValidationError as wrong:
        return _sheet_page(request, found, sheet, wrong.messages)
    except EditedMeanwhile as stale:
        words = words_of(services.newest_of(request.post.region) or stale.current)
        return _sheet_page(request, found, sheet, [words + AGAIN], stale.status)
    messages.success(request, f"已保存：{saved}。")
    return redirect("assessment:scheme", saved.pk)


def _sheet_page(
    request: PostRequest, found: Scheme, sheet: SchemeSheet, errors: Sequence[str] = (), status: int = INVALID
) -> HttpResponse:
    """The sheet with the mark of what it was drawn from; after a conflict, of how things stand now: to save is a decision then."""
    drawn = not errors or status == HTTPStatus.CONFLICT
    seen = services.mark(found, by=request.post) if drawn else request.POST.get("seen", "")
    copies = services.is_fixed(found, by=request.post)
    context = {"scheme": found, "sheet": sheet, "errors": errors, "copies": copies, "seen": seen}
    return render(request, "assessment/edit_scheme.html", context, status=status if errors else 200)
