"""The walk page on the phone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from patrols.walks import facts, rules, services
from patrols.walks.facts.before import before_of
from patrols.walks.forms import FindingSet, WalkForm
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@access.when(rules.is_walker)
def walk(request: PostRequest) -> HttpResponse:
    """The walk page of a reach; the clock starts here."""
    number = request.GET.get("reach", "")
    reach = get_object_or_404(
        Reach.objects.visible_to(request.post).standing(timezone.localdate()).select_related("river"),
        pk=number if number.isdecimal() and len(number) < 19 else 0,
    )
    # The field holds whole seconds: with a rest the start would differ from the one that comes back.
    now = timezone.now().replace(microsecond=0)
    form = WalkForm(initial={"client_id": uuid4(), "reach": reach.pk, "started_at": now})
    return walk_page(request, reach, form)


def walk_page(
    request: PostRequest,
    reach: Reach,
    form: WalkForm,
    words: Sequence[str] = (),
    status: int = 200,
    asks_length: bool = False,
) -> HttpResponse:
    """The walk page, with the words of a plain form that was refused, or asked whether it really took so long."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    groups = facts.check_items(reach.region_id)
    asked = services.asked_of(request.post.tier, reach.region_id)
    context = {
        "reach": reach,
        "form": form,
        "findings": FindingSet(*sent).drawn(reach.region_id),
        "groups": groups,
        "tiles": facts.tiles(groups, request.user.pk),
        "kinds": facts.kinds_offered(asked.kinds, request.post.tier),
        "asks": _asks(request.post, reach, asked),
        "words": words,
        "before": before_of(request.post, [reach.pk], timezone.localdate())[reach.pk],
        "asks_length": asks_length,
        "now_ms": int(timezone.now().timestamp() * 1000),
    }
    return render(request, "patrols/walk.html", context, status=status)


def _asks(post: Post, reach: Reach, asked: services.Asked) -> str:
    """For the page's script, "" where the district asks nothing."""
    if asked == services.Asked():
        return ""
    has_line = ReachLine.objects.filter(reach=reach).exists()
    asks = facts.asks_of(asked, post.tier, has_line=has_line, last=facts.last_ended(post.user_id))
    return json.dumps(facts.ASKS_SAME | asks, ensure_ascii=False) if asks else ""
