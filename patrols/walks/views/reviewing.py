"""复核: the office says whether a walk counts, or takes its word back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.web.attempts import status_of, take_wrong
from patrols.walks import facts, rules, services
from patrols.walks.forms import ReviewForm
from patrols.walks.models import Patrol


def _find(request: PostRequest, pk: int) -> Patrol:
    return get_object_or_404(facts.with_names(Patrol.objects.visible_to(request.post)), pk=pk)


@access.when(rules.is_office)
def review(request: PostRequest, pk: int) -> HttpResponse:
    """认可 or 不予认可, with a reason."""
    patrol = _find(request, pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        demand(rules.may_review(request.post, patrol))
    elif form.is_valid():
        try:
            services.review(patrol, by=request.post, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            take_wrong(form, refusal)
            return _page(request, patrol, form, refusal.status)
        messages.success(request, "已复核")
        return redirect(patrol)
    return _page(request, patrol, form, status_of(form))


def _page(request: PostRequest, patrol: Patrol, form: ReviewForm, status: int) -> HttpResponse:
    context = {"patrol": patrol, "form": form, "facts": facts.facts_of(patrol, request.post)}
    return render(request, "patrols/review.html", context, status=status)


@access.when(rules.is_office)
@require_POST
def recall(request: PostRequest, pk: int) -> HttpResponse:
    patrol = _find(request, pk)
    services.recall(patrol, by=request.post)
    messages.success(request, "复核已撤回")
    return redirect(patrol)
