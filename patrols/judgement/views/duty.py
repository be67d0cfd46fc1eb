"""巡河完成情况: what was owed and what was done, by town, by chief, by period; each number opens to its rows."""

from io import BytesIO
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.audit import services as audit
from hezhang.core.kernel.choices import Tier
from hezhang.core.web import limits
from hezhang.core.web.excel import XLSX
from hezhang.core.web.pages import answer
from patrols.judgement import lists, services
from patrols.judgement.facts import table as tables
from patrols.judgement.facts.duties import duty_of, with_walks
from patrols.judgement.facts.weeks import by_week, week_key
from patrols.judgement.forms import DutyQuery, SpanQuery
from patrols.walks import rules
from patrols.walks.facts import with_names
from patrols.walks.models import Patrol
from rivers.registry.models import Reach

# A county's chiefs by name made a page of 25,000 px on a phone; towns come first, names on request.
ROWS_AT_ONCE = 100


def _asked(request: HttpRequest) -> tables.Asked:
    """The query form; words that mean nothing are left aside."""
    asked = request.GET
    only = asked.get("only", "")
    tier = asked.get("tier", "")
    span = tables.span_of(asked.get("span", ""), timezone.localdate())
    return tables.Asked(
        span,
        asked.get("town", "")[:12],
        tier if tier in Tier else "",
        only if only in tables.ONLY else "",
        tables.week_of(asked.get("week", ""), span),
    )


@access.when(rules.sees_patrols)
def duty(request: PostRequest) -> HttpResponse:
    """By town first; chiefs by name where a town or a condition is chosen, or where they are few."""
    asked = _asked(request)
    found = tables.table(request.post.region, asked)
    if request.GET.get("export") == "xlsx":
        return _workbook(request, found)
    kept = {"span": tables.span_key(asked.span), "tier": asked.tier}
    whole = urlencode(kept)
    if asked.week:
        kept["week"] = week_key(asked.week)
    is_short = len(found.duties) <= ROWS_AT_ONCE
    context = {
        "table": found,
        "asked": asked,
        "span": kept["span"],
        "form": DutyQuery(asked, request.post.region),
        "shows_chiefs": bool(asked.town or asked.only) or is_short,
        "caveat": lists.CAVEAT,
        "query": urlencode({"town": asked.town, "only": asked.only, **kept}),
        "base": urlencode(kept),
        "whole": whole,
        "weeks": None if asked.week or asked.only else by_week(found),
    }
    return answer(request, "patrols/duty.html", context, partial="result")


def _workbook(request: PostRequest, found: tables.DutyTable) -> HttpResponse:
    """The table as it stands on the screen, with every chief; the export is journalled."""
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    stream = BytesIO()
    lists.write_workbook(stream, found, request.post.user.name, timezone.localdate())
    name = f"巡河完成情况_{found.region.name}_{found.asked.label}.xlsx"
    audit.record("patrol.export", post=request.post, label=name, after={"rows": len(found.duties)})
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@access.when(rules.sees_patrols)
# The number must not come back from the browser's memory: each look is journalled.
@never_cache
def call(request: PostRequest, pk: int) -> HttpResponse:
    """The number of a chief who did not walk, to be called; a page of its own, so that each look can be journalled."""
    chief = get_object_or_404(Post.objects.visible_to(request.post).with_names(), pk=pk)
    return render(request, "patrols/call.html", {"chief": chief, "phone": services.call(chief, by=request.post)})


@access.when(rules.sees_patrols)
def duty_chief(request: PostRequest, pk: int) -> HttpResponse:
    """One chief: every period with the patrols that meet it."""
    posts = Post.objects.visible_to(request.post).with_names()
    chief = get_object_or_404(posts, pk=pk)
    asked = _asked(request)
    found = duty_of(chief, asked.span.start, asked.span.end)
    # A walk outside the scope is counted, but not shown: the rate belongs to the chief.
    due = with_walks(found, with_names(Patrol.objects.visible_to(request.post)))
    numbers = {one.reach_id for one, _ in due} | {one.reach_id for one in found.excused}
    reaches = dict(Reach.objects.filter(pk__in=numbers).values_list("pk", "name"))
    context = {
        "duty": found,
        "asked": asked,
        "span": tables.span_key(asked.span),
        "form": SpanQuery(asked),
        "lines": [(one, walks, reaches.get(one.reach_id, "不限河段")) for one, walks in due],
        "excused": [(one, reaches.get(one.reach_id, "不限河段")) for one in found.excused],
        # The month asked for; of a quarter its last that has begun.
        "month": f"{min(asked.span.end, timezone.localdate()):%Y-%m}",
        "may_appeal": chief.pk == request.post.pk,
        "may_backfill": rules.is_office(request.post),
        "caveat": lists.CAVEAT,
    }
    return render(request, "patrols/duty_chief.html", context)
