"""The tab 一河一档 of a river and of a reach."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.web import conflicts
from rivers.assets import facts, services
from rivers.assets.facts import dossier
from rivers.assets.forms import DossierForm, changed_values
from rivers.assets.models import Asset, ObjectKind
from rivers.assets.views.assets import day_asked
from rivers.assets.views.values import value_page
from rivers.registry.models import River
from rivers.registry.services import must_keep
from rivers.registry.views.common import conflict_page, save
from rivers.registry.views.homes import reach_home, river_home
from rivers.registry.views.reaches import find_reach
from rivers.registry.views.rivers import find_river

SHOWN = 200  # assets of a reach on its page; all of them are in the list


def dossier_url(river: River) -> str:
    return reverse("rivers:river_dossier", args=[river.pk])


@access.when(sees_business)
def river_dossier(request: PostRequest, pk: int) -> HttpResponse:
    """Its fields on a day, what flows into it, the assets at it by kind, photos and documents."""
    post, today, found = request.post, timezone.localdate(), find_river(request, pk)
    on, kind = day_asked(request, today), facts.river_kind(found)
    tree = dossier.tree_of(found, post)
    mouth = River.objects.visible_to(post).filter(pk=found.flows_into_id).first() if found.flows_into_id else None
    context: dict[str, Any] = {
        "lines": facts.lines_of(found, kind, on) if kind else [],
        "on": on,
        "is_today": on == today,
    }
    context |= {"tree": tree, "banks": dossier.banks_of(tree), "mouth": mouth, "subject": found}
    context |= {"kinds": dossier.kinds_at(Asset.objects.filter(river=found), post, today, river=found.pk)}
    context |= facts.files_told(found.files)
    return river_home(request, found, "dossier", "rivers/assets/river.html", context)


@access.when(is_office)
def edit_dossier(request: PostRequest, pk: int) -> HttpResponse:
    """All fields of a river at once, from one day on."""
    post, found = request.post, find_river(request, pk)
    must_keep(found.region_id, by=post)
    kind = facts.river_kind(found)
    if kind is None:
        return redirect(dossier_url(found))
    form = _form(found, kind, request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        services.edit_dossier(found, changed_values(form), told["since"], by=post, seen=told["version"])

    title, back = f"一河一档：{found.name}", dossier_url(found)
    try:
        return save(request, form, act, title=title, back=back, done="已保存。")
    except EditedMeanwhile as late:
        current: Any = late.current
        again = _form(current, kind, conflicts.rebased(form, {"version": current.version}))
        return conflict_page(request, late, again, again.differing(), title=title, back=back)


def _form(river: River, kind: ObjectKind, data: Any) -> DossierForm:
    lines = facts.lines_of(river, kind, timezone.localdate())
    stands = {line.field.pk: line.text for line in lines}
    return DossierForm(
        data, fields=facts.fields_of(kind, river.region_id), stands=stands, initial={"version": river.version}
    )


@access.when(is_office)
def set_river_value(request: PostRequest, pk: int, field_pk: int) -> HttpResponse:
    found = find_river(request, pk)
    must_keep(found.region_id, by=request.post)
    kind = facts.river_kind(found)
    lines = facts.lines_of(found, kind, timezone.localdate()) if kind else []
    return value_page(request, found, lines, field_pk, dossier_url(found), services.set_river_value)


@access.when(sees_business)
def reach_dossier(request: PostRequest, pk: int) -> HttpResponse:
    """The assets on the reach: what its chief meets on the way."""
    found, today = find_reach(request, pk), timezone.localdate()
    rows = Asset.objects.visible_to(request.post).standing(today).filter(reach=found).with_names()
    assets = list(rows.order_by("kind__order", "kind_id", "code")[:SHOWN])
    return reach_home(request, found, "dossier", "rivers/assets/reach.html", {"assets": assets})
