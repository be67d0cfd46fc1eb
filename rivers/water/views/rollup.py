"""Water region by region: the month and the year, each figure opening to its rows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import sees_business
from rivers.water.choices import WaterClass
from rivers.water.facts import rollup as facts
from rivers.water.models import SectionMonth
from rivers.water.views.months import asked_month


@access.when(sees_business)
@require_safe
def water_regions(request: PostRequest) -> HttpResponse:
    post, asked = request.post, request.GET
    seen = SectionMonth.objects.visible_to(post)
    newest = seen.order_by("-month").values_list("month", flat=True).first()
    month = asked_month(asked.get("month", "")) or newest or timezone.localdate().replace(day=1)
    lines = facts.rollup(post, month)
    kind, code = asked.get("kind", ""), asked.get("region", "")
    context = {"month": month, "lines": lines, "classes": list(WaterClass), "months": range(1, month.month + 1)}
    if kind in facts.KINDS:
        rows = facts.rows_behind(post, month, code, kind, asked.get("at", ""))
        name = next((line.name for line in lines if line.code == code), "")
        context |= {"rows": rows, "opened": f"{name} {facts.KINDS[kind]}"}
    return render(request, "rivers/water/regions.html", context)
