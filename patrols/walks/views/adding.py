"""补充: what the walker remembers after handing in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.web.attempts import status_of, take_wrong
from patrols.walks import facts, rules, services
from patrols.walks.forms import AddForm
from patrols.walks.models import Patrol
from patrols.walks.services import FindingIn


@access.when(rules.is_walker)
def add_to_patrol(request: PostRequest, pk: int) -> HttpResponse:
    """The record stays as it was; what is added stands beneath it with its own day."""
    patrol = get_object_or_404(facts.with_names(Patrol.objects.visible_to(request.post)), pk=pk)
    demand(rules.may_add(request.post, patrol))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddForm(*sent, by=request.post)
    if sent and form.is_valid():
        told = form.cleaned_data
        seen = (
            [FindingIn(told["item"], told["state"] or "open", told["text"], photos=told["photos"])]
            if told["item"]
            else []
        )
        try:
            added = services.add_to_patrol(patrol, by=request.post, note=told["note"], findings=seen, at=timezone.now())
        except Refusal as refusal:
            take_wrong(form, refusal)
        else:
            messages.success(request, "已补充到这次巡河" if added else "这些内容已经在记录里，没有重复补充")
            return redirect(patrol)
    return render(request, "patrols/add.html", {"form": form, "patrol": patrol}, status=status_of(form))
