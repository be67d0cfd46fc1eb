"""The list of sheets, one of them, and the page on which a chief leaves."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import still_ahead
from hezhang.core.web.lists import show
from hezhang.core.workflow.facts import Opened, step_part, timeline
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import foretell_end_of
from rivers.handover import facts, lists, services
from rivers.handover.forms import LeaveForm
from rivers.handover.models import Handover
from rivers.handover.workflow import TABLE
from rivers.registry.services import must_keep
from rivers.registry.views.common import save

CLOSED = Opened()  # only the buttons


@access.when(sees_business)
def handovers(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.HANDOVERS, lists.handovers_of(request.post), template="rivers/list.html")


def find_handover(request: PostRequest, pk: int) -> Handover:
    """A sheet in scope."""
    rows = Handover.objects.visible_to(request.post).with_names()
    return get_object_or_404(rows.select_related("opened_by__user", "opened_by__region", "done_by__user"), pk=pk)


@access.when(sees_business)
@require_safe
def handover(request: PostRequest, pk: int) -> HttpResponse:
    """The sheet, with the signature that it waits for; printed it is the 交接清单."""
    return handover_page(request, find_handover(request, pk))


def handover_page(request: PostRequest, sheet: Handover, opened: Opened = CLOSED) -> HttpResponse:
    steps = sheet.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    context = {
        **step_part(TABLE, sheet, request.post, opened),
        "sheet": sheet,
        "facts": facts.facts_of(sheet, timezone.localdate()),
        "groups": facts.groups_of(sheet),
        "signatures": facts.signatures_of(sheet),
        "hint": facts.hint_of(sheet),
        "steps": timeline(TABLE, steps),
    }
    return render(request, "rivers/handover.html", context, status=opened.status)


@access.when(is_office)
def leave(request: PostRequest, pk: int) -> HttpResponse:
    """A chief leaves the post, and with it every reach; whoever follows is named in the same form."""
    post = request.post
    leaving = get_object_or_404(Post.objects.visible_to(post).with_names(), pk=pk)
    must_keep(leaving.region_id, by=post)
    form = LeaveForm(request.POST or None, leaving=leaving, post=post)
    return save(
        request,
        form,
        lambda: services.leave(leaving, form.cleaned_data["on"], by=post, successor=form.cleaned_data["successor"]),
        title=f"离任：{leaving}",
        back=reverse("rivers:chiefs"),
        done="已登记离任。",
        submit="登记离任",
        hint="结束该岗位和它的全部河长任职，任期保留备查；责任河长的河段、未办结问题、水质和公示牌列入交接单，由双方签字。"
        "只卸任其中一个河段的，请在河段页办理。",
        foretell=lambda: foretell_leaving(leaving, form.cleaned_data["on"], form.cleaned_data["successor"]),
    )


def foretell_leaving(leaving: Post, on: date, successor: Post | None) -> list[str]:
    """What to ask about before a post ends: a day far ahead, what ends with it, what is left behind."""
    ending = Tenure.objects.filter(post=leaving)
    return still_ahead(on, timezone.localdate()) + foretell_end_of(ending, on, succeeded=bool(successor))
