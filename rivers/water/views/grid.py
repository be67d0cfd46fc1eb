"""The monthly sheet of all sections: filled in one page, judged as it is typed, saved as a whole."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web import limits
from hezhang.core.web.excel import XLSX
from rivers.water import lists, services
from rivers.water.choices import Monitored, Outcome
from rivers.water.facts import grid as facts
from rivers.water.forms import GridForm
from rivers.water.models import SectionMonth
from rivers.water.views.months import asked_month


@access.when(is_office)
def water_grid(request: PostRequest) -> HttpResponse:
    month = asked_month(request.GET.get("month", "")) or _last_month()
    grid = facts.grid_of(request.post, month, request.GET.get("page", ""))
    return _page(request, grid, GridForm(initial={"source": _last_source(request)}))


@access.when(is_office)
@require_POST
def plan_months(request: PostRequest) -> JsonResponse:
    """What saving would do, row by row; nothing is written."""
    plans = services.plan_months(_rows(request, _grid(request)))
    return JsonResponse({"rows": {plan.row.section.pk: facts.told(plan) for plan in plans}})


@access.when(is_office)
@require_POST
def save_months(request: PostRequest) -> HttpResponse:
    grid, form = _grid(request), GridForm(request.POST)
    if form.is_valid():
        rows = _rows(request, grid)
        try:
            plans = services.save_months(rows, by=request.post, reason=form.cleaned_data["reason"])
        except services.MonthsRefused as refused:
            facts.take_typed(grid, request.POST, refused.plans)
            return _page(request, grid, form, refused)
        except Refusal as refused:
            for name, words in refused.fields.items():
                form.add_error(name, words)
        else:
            messages.success(request, _done(plans))
            return redirect(_address(grid))
    facts.take_typed(grid, request.POST, services.plan_months(_rows(request, grid)))
    return _page(request, grid, form, Refusal())


@access.when(is_office)
def month_workbook(request: PostRequest) -> HttpResponse:
    """The month as a workbook with the columns of the page; what goes out is journalled."""
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    month, stream = asked_month(request.GET.get("month", "")) or _last_month(), BytesIO()
    grid = facts.grid_of(request.post, month)
    rows = list(grid.rows)
    for number in range(2, grid.page.paginator.num_pages + 1):
        more = facts.grid_of(request.post, month, str(number))
        grid.stored |= more.stored
        rows += more.rows
    # A month that nobody has begun is a sheet to fill in; else a row that is not filed would be read in as 未监测.
    rows = [row for row in rows if row.is_filed] or rows
    lists.write_month(stream, grid, rows)
    name = f"断面水质月报_{request.post.region.name}_{month:%Y-%m}.xlsx"
    record("section.export", post=request.post, label=name, after={"rows": len(rows)})
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _grid(request: PostRequest) -> facts.Grid:
    month = asked_month(request.POST.get("month", "")) or _last_month()
    return facts.grid_of(request.post, month, request.POST.get("page", ""))


def _rows(request: PostRequest, grid: facts.Grid) -> list[services.MonthIn]:
    sections = [row.section for row in grid.rows]
    return facts.months_in(request.POST, sections, grid.items, grid.month, request.POST.get("source", ""))


def _page(request: HttpRequest, grid: facts.Grid, form: GridForm, refused: Refusal | None = None) -> HttpResponse:
    context: dict[str, Any] = {"grid": grid, "form": form, "refused": refused, "states": Monitored.choices}
    context |= {"address": _address(grid), "before": _near(grid.month, -1), "after": _near(grid.month, 1)}
    return render(request, "rivers/water/grid.html", context, status=refused.status if refused else 200)


def _address(grid: facts.Grid) -> str:
    page = f"&page={grid.page.number}" if grid.page.number > 1 else ""
    return f"{reverse('rivers:water_grid')}?month={grid.month:%Y-%m}{page}"


def _near(month: date, step: int) -> str:
    """The month before or after, as the address has it; "" for one that has not begun."""
    near = (month - timedelta(days=1)).replace(day=1) if step < 0 else (month + timedelta(days=31)).replace(day=1)
    return f"{near:%Y-%m}" if near <= timezone.localdate() else ""


def _last_month() -> date:
    """The last full month: its figures are what comes in now."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def _last_source(request: PostRequest) -> str:
    """Where the figures came from the last time: mostly it is the same station."""
    rows = SectionMonth.objects.visible_to(request.post).exclude(source="").order_by("-month", "-pk")
    return rows.values_list("source", flat=True).first() or ""


def _done(plans: list[services.Planned]) -> str:
    counts = {one: sum(plan.outcome == one for plan in plans) for one in (Outcome.NEW, Outcome.CHANGED)}
    words = [f"{Outcome(one).label} {count} 个断面" for one, count in counts.items() if count]
    return f"已保存：{'，'.join(words)}。" if words else "没有需要保存的变化。"
