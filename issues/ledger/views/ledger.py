"""The ledger: a table at a desk, cells on the phone."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.context import is_on_phone
from hezhang.core.web.lists import show
from issues.ledger import rules
from issues.ledger.lists import home_ledger_for, ledger_for, source
from rivers.registry.views.homes import reach_context, river_context
from rivers.registry.views.reaches import find_reach
from rivers.registry.views.rivers import find_river

OF_RIVER, OF_REACH = "issues/of_river.html", "issues/of_reach.html"


@access.when(rules.sees_ledger)
def ledger(request: PostRequest) -> HttpResponseBase:
    """The issues that the post may see, those due first."""
    post = request.post
    page = "issues/ledger_phone.html" if is_on_phone(request) else "issues/ledger.html"
    asked = request.GET.get("q", "")
    return show(request, ledger_for(post), source(post), template=page, q=asked)


@access.when(rules.sees_ledger)
def of_river(request: PostRequest, pk: int) -> HttpResponseBase:
    """Tab 问题 of a river's home: its part of the ledger."""
    river, post = find_river(request, pk), request.post
    rows = source(post).filter(river=river)
    return show(request, home_ledger_for(post), rows, template=OF_RIVER, **river_context(request, river, "issues"))


@access.when(rules.sees_ledger)
def of_reach(request: PostRequest, pk: int) -> HttpResponseBase:
    """Tab 问题 of a reach's home."""
    reach, post = find_reach(request, pk), request.post
    rows = source(post).filter(reach=reach)
    return show(request, home_ledger_for(post), rows, template=OF_REACH, **reach_context(request, reach, "issues"))
