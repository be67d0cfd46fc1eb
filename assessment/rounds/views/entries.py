"""Entries by hand: add, take back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assessment.rounds import rules, services
from assessment.rounds.forms import EntryForm
from assessment.rounds.models import ManualEntry
from assessment.rounds.views.rounds import find
from hezhang.core.accounts import access
from hezhang.core.kernel.refusal import demand
from hezhang.core.web.attempts import status_of, take_wrong


@access.when(rules.may_open)
def entry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What no system counts, for one town of the round."""
    round = find(request, pk)
    demand(rules.may_work_on(round, request.post))
    form = EntryForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.add_entry(request.post, round=round, **form.cleaned_data)
        except ValidationError as error:
            take_wrong(form, error)
        else:
            messages.success(request, f"已录入：{entry.region.name} {entry.indicator.name}。")
            return redirect(round)
    context = {"round": round, "form": form}
    return render(request, "assessment/entry_new.html", context, status=status_of(form))


@access.when(rules.may_open)
@require_POST
def entry_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    entries = ManualEntry.objects.visible_to(request.post).select_related("round__region")
    entry = services.withdraw_entry(request.post, get_object_or_404(entries, pk=pk))
    messages.success(request, "已撤销，得分已重新计算。")
    return redirect(entry.round)
