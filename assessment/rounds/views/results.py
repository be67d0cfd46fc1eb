"""Results: a town, one of its figures with every row behind it, and the override."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from assessment.rounds import rules, services
from assessment.rounds.facts.pages import entries_of, tables_of, tones_of
from assessment.rounds.facts.results import REGAINABLE, largest_losses, previous_ranks
from assessment.rounds.forms import OverrideForm
from assessment.rounds.models import Score, Subject
from assessment.schemes.rules import may_read
from hezhang.core.accounts import access
from hezhang.core.web.attempts import status_of, take_wrong

PAGE = 50


@access.when(may_read)
@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    """One town: groups, indicators, and what would raise the total most."""
    found = Subject.objects.visible_to(request.post).select_related("region", "round__region", "round__scheme")
    found = get_object_or_404(found, pk=pk)
    tables = tables_of(found)
    context = {
        "subject": found,
        "tables": tables,
        "tone": tones_of(found.round).get(found.band, "grey"),
        "advice": largest_losses([score for table in tables for score in table.scores]),
        "before": previous_ranks(found.round).get(found.region_id),
        "regainable": REGAINABLE,
        "count": found.round.subjects.count(),
        "entries": entries_of(found.round, request.post).filter(region=found.region),
    }
    return render(request, "assessment/subject.html", context)


def find(request: HttpRequest, pk: int) -> Score:
    """A score in scope."""
    found = Score.objects.visible_to(request.post).select_related(
        "indicator__group", "subject__region", "subject__round__region", "override_by__user"
    )
    return get_object_or_404(found, pk=pk)


@access.when(may_read)
@require_safe
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure with the rows behind it."""
    found = find(request, pk)
    return _score_page(request, found, OverrideForm(score=found))


@access.when(rules.may_open)
@require_POST
def override(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    form = OverrideForm(request.POST, score=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.override(request.post, found, value=data["value"], reason=data["reason"])
        except ValidationError as error:
            take_wrong(form, error)
        else:
            messages.success(request, "核定已保存，总分和名次已重新计算。")
            return redirect("assessment:score", pk)
    return _score_page(request, found, form, status=status_of(form))


def _score_page(request: HttpRequest, found: Score, form: OverrideForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "score": found,
        "page": Paginator(found.rows.all(), PAGE).get_page(request.GET.get("page")),
        "may_override": rules.may_override(found, request.post),
        "is_office": bool(rules.may_open(request.post)),
        "form": form,
    }
    return render(request, "assessment/score.html", context, status=status)
