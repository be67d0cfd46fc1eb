"""After a walk: it is in, this is where the period stands, and this is what happens next."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_walker
from patrols.judgement.facts import receipt as facts
from patrols.walks.facts import with_names
from patrols.walks.models import Patrol


@access.when(is_walker)
def receipt(request: PostRequest, pk: int) -> HttpResponse:
    """The own walk alone; others read the record."""
    rows = with_names(Patrol.objects.visible_to(request.post).filter(user_id=request.post.user_id))
    patrol = get_object_or_404(rows, pk=pk)
    return render(request, "patrols/receipt.html", {"patrol": patrol, "receipt": facts.receipt(patrol, request.post)})
