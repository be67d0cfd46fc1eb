"""Assets: list, page, new, edit, end and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.web import conflicts
from hezhang.core.web.lists import show
from rivers.assets import facts, lists, services
from rivers.assets.forms import AssetForm, EndForm, changed_values
from rivers.assets.models import Asset, ObjectKind
from rivers.assets.services.codes import next_asset_code
from rivers.registry.models import Reach, River
from rivers.registry.rules import may_keep
from rivers.registry.services import must_keep
from rivers.registry.views.common import conflict_page, save

LIST = "rivers/assets/list.html"


def find_asset(request: PostRequest, pk: int) -> Asset:
    """An asset of the acting post's scope, or 404."""
    rows = Asset.objects.visible_to(request.post).select_related("kind", "river", "reach", "region", "department")
    return get_object_or_404(rows, pk=pk)


def number(text: str) -> int:
    """A key out of an address; 0, which nothing has, for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@access.when(sees_business)
def assets(request: PostRequest) -> HttpResponseBase:
    """All kinds together, or one kind with its own columns."""
    kind = facts.kinds_of(request.post).filter(pk=number(request.GET.get("kind", ""))).first()
    spec, rows = lists.of_kind(kind, request.post) if kind else (lists.ASSETS, lists.assets_of(request.post))
    return show(request, spec, rows, template=LIST, kind=kind)


@access.when(sees_business)
def asset(request: PostRequest, pk: int) -> HttpResponse:
    """What it is, what its fields say today (or on the day that is asked for), and what they said before."""
    found, today = find_asset(request, pk), timezone.localdate()
    on = day_asked(request, today)
    lines = facts.lines_of(found, found.kind, on)
    may_edit = bool(may_keep(request.post, found.region_id))
    context = {"asset": found, "facts": facts.facts_of(found), "lines": lines, "on": on, "is_today": on == today}
    context |= {"ended_words": facts.ended_words(found), "kind_url": kind_list_url(found.kind)}
    context |= facts.files_told(found.files) | {"subject": found}
    context["map_url"] = facts.map_query(found) and f"{reverse('rivers:map')}?{facts.map_query(found)}"
    context |= {"may_edit": may_edit and found.ended_on is None, "may_resume": may_edit and found.ended_on is not None}
    return render(request, "rivers/assets/asset.html", context)


def day_asked(request: PostRequest, today: date) -> date:
    """``?on=2024-12-31``; today for anything else."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), today)
    except ValueError:
        return today


@access.when(is_office)
def create_asset(request: PostRequest) -> HttpResponse:
    """The kind first, then the form that its fields make."""
    post, kinds = request.post, facts.kinds_of(request.post)
    kind = kinds.filter(pk=number(request.GET.get("kind", ""))).first()
    if kind is None:
        return render(request, "rivers/assets/choose.html", {"kinds": kinds, "query": request.GET.urlencode()})
    river, reach = _named(request)
    initial = {"region": reach.region_id if reach else post.region_id, "river": river, "reach": reach}
    initial |= {name: request.GET[name] for name in ("lat", "lng") if name in request.GET}
    fields = facts.fields_of(kind, post.region_id)
    form = AssetForm(request.POST or None, post=post, kind=kind, fields=fields, river=river, initial=initial)
    form.fields["code"].help_text = f"不填则自动编号，下一个是 {next_asset_code(kind, post.region)}。"

    def act() -> Asset:
        since = form.cleaned_data["since"]
        return services.create_asset(by=post, kind=kind, values=form.typed(), since=since, **form.own())

    back = f"{reverse('rivers:assets')}?kind={kind.pk}"
    return save(request, form, act, title=f"新增{kind.name}", back=back, done=f"已登记{kind.name}。")


def _named(request: PostRequest) -> tuple[River | None, Reach | None]:
    """The river and the reach that the address names, if the post may see them."""
    reaches = Reach.objects.visible_to(request.post).select_related("river")
    reach = reaches.filter(pk=number(request.GET.get("reach", ""))).first()
    rivers = River.objects.visible_to(request.post)
    return (reach.river if reach else rivers.filter(pk=number(request.GET.get("river", ""))).first()), reach


@access.when(is_office)
def edit_asset(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_asset(request, pk)
    must_keep(found.region_id, by=post)

    def act() -> Asset:
        told = form.cleaned_data
        return services.edit_asset(
            found, form.own(), by=post, seen=told["version"], fields=changed_values(form), since=told["since"]
        )

    form = _form_of(request, found, request.POST or None)
    title, back = f"编辑：{found.name}", found.get_absolute_url()
    try:
        return save(request, form, act, title=title, back=back, done="已保存。")
    except EditedMeanwhile as late:
        current = find_asset(request, pk)
        again = _form_of(request, current, conflicts.rebased(form, {"version": current.version}))
        rows = conflicts.differences(form, _stands(again))
        return conflict_page(request, late, again, rows, title=title, back=back)


def _form_of(request: PostRequest, found: Asset, data: Any) -> AssetForm:
    fields = facts.fields_of(found.kind, found.region_id)
    lines = facts.lines_of(found, found.kind, timezone.localdate())
    initial = {name: getattr(found, name) for name in AssetForm.base_fields} | {"remark": found.remark}
    return AssetForm(
        data, post=request.post, kind=found.kind, fields=fields, initial=initial, river=found.river,
        stands={line.field.pk: line.text for line in lines},
    )  # fmt: skip


def _stands(form: AssetForm) -> dict[str, Any]:
    """What the form would show unchanged, as its fields clean it."""
    return {
        name: field.clean(field.prepare_value(getattr(form.initial.get(name), "pk", form.initial.get(name))))
        for name, field in form.fields.items()
        if name not in ("version", "since") and form.initial.get(name) not in (None, "")
    }


@access.when(is_office)
def end_asset(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_asset(request, pk)
    must_keep(found.region_id, by=post)
    form = EndForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.end_asset(found, form.cleaned_data["on"], by=post),
        title=f"终止：{found.name}",
        back=found.get_absolute_url(),
        done="已终止。点错了可以在本页“恢复”。",
        submit="终止",
        hint="终止后不再出现在现有名录和地图上，数据、照片和历史都保留，可以查阅。",
    )


@access.when(is_office)
@require_POST
def resume_asset(request: PostRequest, pk: int) -> HttpResponse:
    """The way back from 终止."""
    found = services.resume_asset(find_asset(request, pk), by=request.post)
    messages.success(request, "已恢复。")
    return redirect(found)


def kind_list_url(kind: ObjectKind) -> str:
    return f"{reverse('rivers:assets')}?kind={kind.pk}"
