"""The sheet of one section's month."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.web import conflicts
from rivers.registry.services import must_keep
from rivers.registry.views.common import conflict_page, save
from rivers.water import services
from rivers.water.forms import SectionMonthForm
from rivers.water.models import Section, SectionMonth, WaterStandard
from rivers.water.views.sections import find_section


@access.when(is_office)
def record_month(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_section(request, pk)
    must_keep(found.region_id, by=post)
    month = asked_month(request.POST.get("month", "") or request.GET.get("month", "")) or _first_open_month(found)
    # A month before any standard gets today's form, where the service says what is wrong with it.
    standard = WaterStandard.objects.in_force(month) or WaterStandard.objects.in_force(timezone.localdate())
    if standard is None:
        raise Http404("这个月份没有可用的水质标准。")
    form_of = partial(SectionMonthForm, standard=standard, section=found, target=found.target_now)
    form = form_of(request.POST or None, initial=_initial(found, month))

    def act() -> Section:
        facts = {name: form.cleaned_data[name] for name in ("month", "monitored", "source", "seen")}
        facts["reason"] = form.cleaned_data.get("reason", "")
        return services.record_month(by=post, section=found, readings=form.readings, **facts).section

    title, back = f"填报水质：{found.name}", found.get_absolute_url()
    try:
        return save(
            request,
            form,
            act,
            title=title,
            back=back,
            done="已保存，水质类别已按单因子评价算出。",
            hint=f"没有监测的项目留空；低于检出限的填“检出限+L”，如 0.025L。评价标准：{standard.code}。已填报的月份请在断面页点“更正”。",
        )
    except EditedMeanwhile as late:
        stands = dict.fromkeys(form.items, "") | _initial(found, month)
        again = form_of(conflicts.rebased(form, {"seen": stands["seen"]}))
        rows = conflicts.differences(form, {name: stands[name] for name in ("monitored", "source", *form.items)})
        return conflict_page(request, late, again, rows, title=title, back=back)


def asked_month(text: str) -> date | None:
    """The month in an address or a form, as 2026-05; None for anything else."""
    found = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    return date(int(found[1]), int(found[2]), 1) if found else None


def _first_open_month(section: Section) -> date:
    """The last full month; the present one once that is filed."""
    this = timezone.localdate().replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    return this if section.months.filter(month=last).exists() else last


def _initial(section: Section, month: date) -> dict[str, str]:
    row = SectionMonth.objects.filter(section=section, month=month).prefetch_related("readings").first()
    known = {"month": f"{month:%Y-%m}", "seen": services.mark(section, month)}
    if row is None:
        return known
    known |= {"monitored": row.monitored, "source": row.source}
    return known | {reading.item: reading.reported for reading in row.readings.all()}
