"""A new round."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment.rounds import rules, services
from assessment.rounds.forms import RoundForm
from assessment.rounds.models import Round
from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.attempts import attempt, status_of


@access.when(rules.may_open)
@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: PostRequest) -> HttpResponse:
    """Open a round and reckon it at once."""
    post, made = request.post, []
    form = RoundForm(request.POST or None, post=post)

    def _open() -> None:
        made.append(services.open_(by=post, region=post.region, **form.cleaned_data))

    if form.is_valid() and attempt(form, _open):
        return _reckoned(request, made[0])
    return render(request, "assessment/open.html", {"form": form}, status=status_of(form))


def _reckoned(request: PostRequest, made: Round) -> HttpResponse:
    services.compute(made, by=request.post)
    messages.success(request, f"{made}已建立，预评估已算出。")
    return redirect(made)
