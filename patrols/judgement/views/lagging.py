"""本期还没巡: while there is still time, a word or a call."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from patrols.judgement import services
from patrols.judgement.facts import lagging as facts
from patrols.walks import rules


@access.when(rules.sees_patrols)
def lagging(request: PostRequest) -> HttpResponse:
    """Chiefs below who owe a walk in the period that runs, by town; the most first."""
    return render(request, "patrols/lagging.html", {"found": facts.lagging(request.post, timezone.localdate())})


@access.when(rules.sees_patrols)
@require_POST
def remind(request: PostRequest, pk: int) -> HttpResponse:
    """催办; the answer says what the chief was told, or why nothing was sent."""
    chief = get_object_or_404(Post.objects.visible_to(request.post).with_names(), pk=pk)
    words = facts.lacking_words(chief, timezone.localdate())
    try:
        services.remind(chief, words, by=request.post)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"已催办{chief.user.name}：{words}")
    return redirect("patrols:lagging")
