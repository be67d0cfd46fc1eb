"""设置: the tables that the office edits itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import may_set_up
from hezhang.core.kernel.refusal import EditedMeanwhile, demand
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.office.parameters import rules, services, tables
from hezhang.core.office.parameters.forms import form_for
from hezhang.core.office.parameters.outlook import Outlook, ahead, must_ask
from hezhang.core.office.parameters.tables import Reach, ReferenceTable
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.lists.cells import NOTHING, reader, text_words

PAGE_SIZE = 50
# Whose a row is, by (it has a region, it is the reader's own region).
WHOSE = {(False, False): "默认", (True, False): "上级", (True, True): "本区"}


def _table(key: str) -> ReferenceTable:
    table = tables.find(key)
    if table is None:
        raise Http404("no such table")
    return table


def _row(table: ReferenceTable, key: str, post: Post) -> models.Model:
    try:
        return table.rows_for(post).get(pk=key)
    # Keys may be dates, words or numbers; whatever cannot be one finds nothing.
    except (table.model.DoesNotExist, ValidationError, ValueError, OverflowError) as error:
        raise Http404("no such row") from error


def _may_change(table: ReferenceTable, post: Post, region: str | None) -> Verdict:
    return rules.may_change(table.reach, post, region, is_own=table.is_kept_by(post.region_id))


def _own_region(table: ReferenceTable, post: Post) -> str | None:
    """Whose a new row of the post's would be."""
    return None if table.reach == Reach.NATIONAL or post.role == Role.SYSTEM_ADMIN else post.region_id


def _heading(table: ReferenceTable, name: str) -> str:
    """The field's own words, also for "get_kind_display" and "river.name"; else a method's short_description."""
    first = name.split(".")[0].removeprefix("get_").removesuffix("_display")
    try:
        field = table.model._meta.get_field(first)
    except FieldDoesNotExist:
        return getattr(getattr(table.model, name, None), "short_description", name)
    return str(getattr(field, "verbose_name", name))


def _value(table: ReferenceTable, row: models.Model, name: str) -> str:
    """A field's value in words: choices by their label."""
    label = f"get_{name}_display"
    value = reader(label if hasattr(table.model, label) else name)(row)
    return NOTHING if value in (None, "") else text_words(value)


@access.when(may_set_up)
def settings(request: PostRequest) -> HttpResponse:
    """All tables, grouped, with what needs looking after."""
    today = timezone.localdate()
    context = {"shell": "base.html", "groups": tables.grouped().items(), "warnings": tables.warnings(today)}
    return render(request, "web/settings.html", context)


@access.when(may_set_up)
def setting(request: PostRequest, key: str) -> HttpResponse:
    """The rows of one table that hold where the post is, whose they are, and which of them the post may change."""
    table, post = _table(key), request.post
    # A page number out of range shows the last page, and nonsense the first.
    page = Paginator(table.rows_for(post), PAGE_SIZE).get_page(request.GET.get("page"))
    is_own = table.is_kept_by(post.region_id)
    rows = [_line(table, row, post, is_own=is_own) for row in page]
    may_add = rules.may_change(table.reach, post, _own_region(table, post), is_own=is_own)
    context = {
        "shell": "base.html",
        "table": table,
        "heads": [_heading(table, name) for name in table.list_fields],
        "rows": rows,
        "page": page,
        "warning": table.warn(timezone.localdate()) if table.warn else "",
        "may_add": may_add and table.can_add,
        "may_customise": rules.may_customise(table.reach, post),
        "standing": _standing(table, post, may_add, is_own=is_own),
        "is_own": is_own,
        "is_mixed": table.reach != Reach.NATIONAL and post.role != Role.SYSTEM_ADMIN,
    }
    return render(request, "web/setting.html", context)


def _line(table: ReferenceTable, row: models.Model, post: Post, *, is_own: bool) -> dict[str, Any]:
    region = getattr(row, "region_id", None)
    cells = [(_heading(table, name), _value(table, row, name)) for name in table.list_fields]
    may = rules.may_change(table.reach, post, region, is_own=is_own)
    return {"pk": row.pk, "cells": cells, "may": may, "whose": WHOSE[region is not None, region == post.region_id]}


def _standing(table: ReferenceTable, post: Post, may_add: Verdict, *, is_own: bool) -> str:
    """Whose rows these are, and what the reader may do about it."""
    if table.reach == Reach.LOCAL and post.role != Role.SYSTEM_ADMIN:
        return (
            f"{post.region.name}执行自定的设置。"
            if is_own
            else f"现执行的是默认设置（或上级自定的）。{_reason(table, post)}"
        )
    if table.reach == Reach.ADDED and may_add and post.role != Role.SYSTEM_ADMIN:
        return "默认的各条由系统管理员维护；本区可以另外增加，增加的只在本区使用。"
    return "" if may_add else may_add.reason


def _reason(table: ReferenceTable, post: Post) -> str:
    verdict = rules.may_customise(table.reach, post)
    return "要改成本区自己的，请点“按本区修改”。" if verdict else verdict.reason


def _list_url(request: HttpRequest, key: str) -> str:
    """The table's page that the row was opened from."""
    page, url = request.GET.get("page", ""), reverse("web:setting", args=[key])
    return f"{url}?page={page}" if page.isdecimal() else url


def _posted(request: HttpRequest) -> Any:
    """What was sent; an empty form that was sent is still a form with errors."""
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, table: ReferenceTable, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {"shell": "base.html", "table": table, "form": form, "row": None, "now": [], "outlooks": [], **more}
    asking = [one.seen for one in context["outlooks"] if one.asks]
    context["choices"] = [("seen_ahead", " ".join(asking), "已知影响，确认保存")] if asking else []
    context["back"] = _list_url(request, table.key)
    return render(request, "web/setting_form.html", context, status=status)


def _ahead(
    request: PostRequest, table: ReferenceTable, form: Any, row: models.Model | None
) -> tuple[list[Outlook], bool]:
    """What the change would do elsewhere, and whether that has to be shown before it is made."""
    # The form writes into its row: how it stands is read anew.
    stored = table.model._base_manager.filter(pk=row.pk).first() if row is not None else None
    seen = ahead(table.key, stored, form.instance, request.post)
    return seen, must_ask(seen, request.POST.get("seen_ahead", "").split())


@access.when(may_set_up)
def add_setting(request: PostRequest, key: str) -> HttpResponse:
    """Add a row."""
    table = _table(key)
    if not table.can_add:
        raise Http404("rows of this table are not added by hand")
    region = _own_region(table, request.post)
    demand(_may_change(table, request.post, region))
    form = form_for(table, None, _posted(request), region)
    is_valid = form.is_valid()
    outlooks, is_asked = _ahead(request, table, form, None) if is_valid or not form.is_bound else ([], False)
    if (
        is_valid
        and not is_asked
        and attempt(form, lambda: services.add_setting(table, form.save(commit=False), by=request.post))
    ):
        messages.success(request, "已新增。")
        return redirect("web:setting", key)
    return _page(request, table, form, status_of(form), outlooks=outlooks)


@access.when(may_set_up)
def edit_setting(request: PostRequest, key: str, pk: str) -> HttpResponse:
    """Change a row; a change made by somebody else meanwhile is shown, and the user's text is kept."""
    table = _table(key)
    row = _row(table, pk, request.post)
    demand(_may_change(table, request.post, getattr(row, "region_id", None)))
    form = form_for(table, row, _posted(request))

    def _edit() -> None:
        services.edit_setting(table, form.save(commit=False), by=request.post, seen=form.cleaned_data["seen"])

    is_valid = form.is_valid()
    outlooks, is_asked = _ahead(request, table, form, row) if is_valid or not form.is_bound else ([], False)
    try:
        done = is_valid and not is_asked and attempt(form, _edit)
    except EditedMeanwhile as stale:
        return _conflict(request, table, stale.current)
    if not done:
        return _page(request, table, form, status_of(form), row=row, outlooks=outlooks)
    messages.success(request, "已保存。")
    return redirect(_list_url(request, key))


def _conflict(request: HttpRequest, table: ReferenceTable, row: models.Model) -> HttpResponse:
    """The user's text in the form, beside it how the row stands now; saving again then is a decision."""
    data = request.POST.copy()
    data["seen"] = services.fingerprint(table, row)
    now = [(_heading(table, name), _value(table, row, name)) for name in table.fields]
    return _page(request, table, form_for(table, row, data), 409, row=row, now=now)


@access.when(may_set_up)
def delete_setting(request: PostRequest, key: str, pk: str) -> HttpResponse:
    """Ask, then delete; a row in use stays, with the reason."""
    table = _table(key)
    row = _row(table, pk, request.post)
    if not table.can_delete:
        raise Http404("rows of this table are not deleted")
    demand(_may_change(table, request.post, getattr(row, "region_id", None)))
    facts = [(_heading(table, name), _value(table, row, name)) for name in table.fields]
    context = {"shell": "base.html", "table": table, "row": row, "facts": facts, "used_by": ""}
    context["back"] = _list_url(request, table.key)
    seen = ahead(table.key, row, None, request.post)
    context |= {"outlooks": seen, "confirmed": " ".join(one.seen for one in seen)}
    if request.method != "POST" or must_ask(seen, request.POST.get("seen_ahead", "").split()):
        return render(request, "web/delete_setting.html", context)
    try:
        services.delete_setting(table, row, by=request.post)
    except services.RowInUse as used:
        return render(request, "web/delete_setting.html", context | {"used_by": used.sentence}, status=used.status)
    messages.success(request, "已删除。")
    return redirect(_list_url(request, key))


@access.when(may_set_up)
@require_POST
def customise_setting(request: PostRequest, key: str) -> HttpResponse:
    """按本区修改."""
    services.customise_setting(_table(key), by=request.post)
    messages.success(request, "已为本区另存一份，现在修改的只在本区执行。")
    return redirect("web:setting", key)


@access.when(may_set_up)
def restore_setting(request: PostRequest, key: str) -> HttpResponse:
    """恢复默认: what would go is shown first."""
    table = _table(key)
    demand(rules.may_customise(table.reach, request.post))
    if request.method != "POST":
        rows = table.rows().filter(region=request.post.region)
        context = {"shell": "base.html", "table": table, "rows": [str(row) for row in rows]}
        return render(request, "web/restore_setting.html", context)
    services.restore_setting(table, by=request.post)
    messages.success(request, "已恢复默认。")
    return redirect("web:setting", key)
