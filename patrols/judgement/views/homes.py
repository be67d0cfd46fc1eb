"""The tab 巡河 of a river and of a reach: what is owed of this quarter, and the walks."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.lists import show
from patrols.judgement.facts.homes import quarter_of, tenures_of_reach, tenures_of_river
from patrols.judgement.facts.table import span_key
from patrols.walks import lists, rules
from rivers.chiefs.queries import TenureQuery
from rivers.registry.models import Reach
from rivers.registry.views.homes import reach_context, river_context
from rivers.registry.views.reaches import find_reach
from rivers.registry.views.rivers import find_river

OF_RIVER, OF_REACH = "patrols/of_river.html", "patrols/of_reach.html"


@access.when(rules.sees_patrols)
def of_river(request: PostRequest, pk: int) -> HttpResponseBase:
    river, post = find_river(request, pk), request.post
    rows = lists.source(post).filter(river=river)
    context = river_context(request, river, "patrols") | owed(request, tenures_of_river(river.pk, post))
    return show(request, lists.HOME_PATROLS, rows, template=OF_RIVER, **context)


@access.when(rules.sees_patrols)
def of_reach(request: PostRequest, pk: int) -> HttpResponseBase:
    reach, post = find_reach(request, pk), request.post
    rows = lists.source(post).filter(reach=reach)
    context = reach_context(request, reach, "patrols") | owed(request, tenures_of_reach(reach.pk, post))
    return show(request, lists.HOME_PATROLS, rows, template=OF_REACH, **context)


def owed(request: PostRequest, tenures: TenureQuery) -> dict[str, Any]:
    """By chief; with ``?only=missed`` the periods without a walk, one by one."""
    quarter = quarter_of(tenures, timezone.localdate())
    only = request.GET.get("only") == "missed"
    context: dict[str, Any] = {"quarter": quarter, "span": span_key(quarter.period), "only": only}
    if only:
        reaches = {one.reach_id for _, one in quarter.missed}
        names = dict(Reach.objects.filter(pk__in=reaches).values_list("pk", "name"))
        context["missed"] = [(chief, one, names.get(one.reach_id, "不限河段")) for chief, one in quarter.missed]
    return context
