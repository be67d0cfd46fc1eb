"""Schemes: the list, one as a table, its edit sheet."""

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
from hezhang.core.kernel.refusal import INVALID, demand


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
    sheet = SchemeSheet(services.read_scheme(found), request.POST if request.method == "POST" else None)
    errors: list[str] = []
    if request.method == "POST":
        errors = [] if sheet.is_valid() else sheet.errors
        if not errors:
            try:
                saved = services.edit_scheme(found, sheet.data(), by=request.post)
            except ValidationError as error:
                errors = error.messages
            else:
                messages.success(request, f"已保存：{saved}。")
                return redirect("assessment:scheme", saved.pk)
    copies = services.is_fixed(found, by=request.post)
    context = {"scheme": found, "sheet": sheet, "errors": errors, "copies": copies}
    return render(request, "assessment/edit_scheme.html", context, status=INVALID if errors else 200)
