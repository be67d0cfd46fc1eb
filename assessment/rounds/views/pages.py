"""What is read of rounds: the list, one with its ranking, a town, one of its figures with every row behind it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessment.rounds import rules
from assessment.rounds.facts import pages
from assessment.rounds.facts.results import REGAINABLE, largest_losses, previous_ranks, previous_round
from assessment.rounds.forms import OverrideForm
from assessment.rounds.models import ManualEntry, Round, Score, Subject
from assessment.rounds.workflow import TABLE
from assessment.schemes.rules import may_read
from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.workflow.facts import Opened, step_part

PAGE = 50
CLOSED = Opened()  # only the buttons
OWN_PAGES = {"add_entry": "assessment/add_entry.html", "freeze": "assessment/freeze.html"}


@access.when(may_read)
@require_safe
def rounds(request: PostRequest) -> HttpResponse:
    """Every round the post may see, the newest first."""
    found = Round.objects.visible_to(request.post).select_related("region", "scheme")
    return render(request, "assessment/rounds.html", {"rounds": found, "may_open": rules.may_open(request.post)})


def find_round(request: PostRequest, pk: int) -> Round:
    """A round in scope."""
    return get_object_or_404(Round.objects.visible_to(request.post).select_related("region", "scheme"), pk=pk)


@access.when(may_read)
@require_safe
def round_(request: PostRequest, pk: int) -> HttpResponse:
    """The ranking (chiefs: their own town), with what may be done and what was done."""
    return round_page(request, find_round(request, pk))


def round_page(request: PostRequest, found: Round, opened: Opened = CLOSED) -> HttpResponse:
    """The round's page; or the page of a step, where that has its own and can be taken."""
    post = request.post
    step = {"round": found, **step_part(TABLE, found, post, opened)}
    if opened.form and opened.verb in OWN_PAGES and not opened.refusal:
        return render(request, OWN_PAGES[opened.verb], step, status=opened.status)
    ranking = pages.ranking_of(found, post)
    context = {
        **step,
        "ranking": ranking,
        "summary": pages.summary_of(ranking),
        "groups": found.scheme.groups.all(),
        "entries": pages.entries_of(found, post),
        "steps": pages.steps_of(found, post),
        "may_withdraw": TABLE.allows(found, "withdraw_entry", post),
        "may_download": rules.may_download(found, post),
        "previous": previous_round(found),
    }
    return render(request, "assessment/round.html", context, status=opened.status)


@access.when(may_read)
@require_safe
def subject(request: PostRequest, pk: int) -> HttpResponse:
    """One town: groups, indicators, and what would raise the total most."""
    found = Subject.objects.visible_to(request.post).select_related("region", "round__region", "round__scheme")
    found = get_object_or_404(found, pk=pk)
    tables = pages.tables_of(found)
    context = {
        "subject": found,
        "tables": tables,
        "tone": pages.tones_of(found.round).get(found.band, "grey"),
        "advice": largest_losses([score for table in tables for score in table.scores]),
        "before": previous_ranks(found.round).get(found.region_id),
        "regainable": REGAINABLE,
        "count": found.round.subjects.count(),
        "entries": pages.entries_of(found.round, request.post).filter(region=found.region),
    }
    return render(request, "assessment/subject.html", context)


def find_score(request: PostRequest, pk: int) -> Score:
    """A score in scope."""
    found = Score.objects.visible_to(request.post).select_related(
        "indicator__group", "subject__region", "subject__round__region", "override_by__user"
    )
    return get_object_or_404(found, pk=pk)


@access.when(may_read)
@require_safe
def score(request: PostRequest, pk: int) -> HttpResponse:
    """One figure with the rows behind it."""
    return score_page(request, find_score(request, pk))


def score_page(request: PostRequest, found: Score, opened: Opened = CLOSED) -> HttpResponse:
    """The figure's page, with the form that sets it by hand, for those whose business that is."""
    post, whole = request.post, found.subject.round
    form = opened.form if opened.form and not opened.refusal else OverrideForm(obj=found, post=post)
    context: dict[str, Any] = {
        **step_part(TABLE, whole, post, opened),
        "score": found,
        "page": Paginator(found.rows.all(), PAGE).get_page(request.GET.get("page")),
        "may_override": pages.overriding(found, post),
        "is_office": TABLE.includes(whole, TABLE["override"], post),
        "form": form,
        "step_url": TABLE.url("override", found),
    }
    return render(request, "assessment/score.html", context, status=opened.status)


def find_entry(request: PostRequest, pk: int) -> ManualEntry:
    """An entry in scope."""
    found = ManualEntry.objects.visible_to(request.post).select_related("round__region", "region", "indicator")
    return get_object_or_404(found, pk=pk)


def entry_page(request: PostRequest, found: ManualEntry, opened: Opened = CLOSED) -> HttpResponse:
    """An entry stands on the page of its round."""
    return round_page(request, found.round, opened)
