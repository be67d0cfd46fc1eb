"""Rounds: the list, a new one, one with its ranking; computed, frozen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.rounds import rules, services
from assessment.rounds.facts.pages import buttons_of, entries_of, ranking_of, summary_of
from assessment.rounds.facts.results import previous_round
from assessment.rounds.facts.sanity import oddities
from assessment.rounds.forms import FreezeForm, RoundForm
from assessment.rounds.models import Round
from assessment.schemes.rules import may_read
from hezhang.core.accounts import access
from hezhang.core.kernel.refusal import demand
from hezhang.core.kernel.words import day_words
from hezhang.core.web.attempts import status_of, take_wrong


@access.when(may_read)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round the post may see, the newest first."""
    found = Round.objects.visible_to(request.post).select_related("region", "scheme")
    return render(request, "assessment/rounds.html", {"rounds": found, "may_open": rules.may_open(request.post)})


@access.when(rules.may_open)
def round_new(request: HttpRequest) -> HttpResponse:
    """Open a round and reckon it at once."""
    form = RoundForm(request.POST or None, post=request.post)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_round(request.post, region=request.post.region, **form.cleaned_data)
        except ValidationError as error:
            take_wrong(form, error)
        else:
            services.compute(made, request.post)
            messages.success(request, f"{made}已建立，预评估已算出。")
            return redirect(made)
    return render(request, "assessment/round_new.html", {"form": form}, status=status_of(form))


def find(request: HttpRequest, pk: int) -> Round:
    """A round in scope."""
    return get_object_or_404(Round.objects.visible_to(request.post).select_related("region", "scheme"), pk=pk)


@access.when(may_read)
@require_safe
def round(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking (chiefs: their own town), with what may be done."""
    found = find(request, pk)
    ranking = ranking_of(found, request.post)
    context = {
        "round": found,
        "ranking": ranking,
        "summary": summary_of(ranking),
        "groups": found.scheme.groups.all(),
        "buttons": buttons_of(found, request.post),
        "entries": entries_of(found, request.post),
        "may_enter": rules.may_work_on(found, request.post),
        "may_download": rules.may_download(found, request.post),
        "previous": previous_round(found),
    }
    return render(request, "assessment/round.html", context)


@access.when(rules.may_open)
@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.compute(find(request, pk), request.post)
    messages.success(request, f"已重新计算，数据截至 {day_words(found.as_of)}。")
    return redirect(found)


@access.when(rules.may_freeze_any)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """What looks odd in the round, to be looked at first; then frozen for ever."""
    found = find(request, pk)
    demand(rules.may_freeze(found, request.post, timezone.localdate()))
    odd = oddities(found)
    form = FreezeForm(request.POST if request.method == "POST" else None, has_oddities=bool(odd))
    if form.is_valid():
        try:
            services.freeze(found, by=request.post)
        except ValidationError as error:
            take_wrong(form, error)
        else:
            messages.success(request, f"{found}已定稿，结果不再变动。")
            return redirect(found)
    context = {"round": found, "oddities": odd, "form": form}
    return render(request, "assessment/freeze.html", context, status=status_of(form))
