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

from hezhang.core.accounts import access, rules
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.office.parameters import services, tables
from hezhang.core.office.parameters.forms import form_for
from hezhang.core.office.parameters.tables import ReferenceTable
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.lists.cells import NOTHING, reader, text_words

PAGE_SIZE = 50


def _table(key: str) -> ReferenceTable:
    table = tables.find(key)
    if table is None:
        raise Http404("no such table")
    return table


def _row(table: ReferenceTable, key: str) -> models.Model:
    try:
        return table.rows().get(pk=key)
    # Keys may be dates, words or numbers; whatever cannot be one finds nothing.
    except (table.model.DoesNotExist, ValidationError, ValueError, OverflowError) as error:
        raise Http404("no such row") from error


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


@access.when(rules.may_set_up)
def settings(request: PostRequest) -> HttpResponse:
    """All tables, grouped, with what needs looking after."""
    today = timezone.localdate()
    context = {"shell": "base.html", "groups": tables.grouped().items(), "warnings": tables.warnings(today)}
    return render(request, "web/settings.html", context)


@access.when(rules.may_set_up)
def setting(request: PostRequest, key: str) -> HttpResponse:
    """The rows of one table."""
    table = _table(key)
    # A page number out of range shows the last page, and nonsense the first.
    page = Paginator(table.rows(), PAGE_SIZE).get_page(request.GET.get("page"))
    heads = [_heading(table, name) for name in table.list_fields]
    rows = [(row.pk, [(_heading(table, name), _value(table, row, name)) for name in table.list_fields]) for row in page]
    words = table.warn(timezone.localdate()) if table.warn else ""
    context = {"shell": "base.html", "table": table, "heads": heads, "rows": rows, "page": page, "warning": words}
    return render(request, "web/setting.html", context)


def _list_url(request: HttpRequest, key: str) -> str:
    """The table's page that the row was opened from."""
    page, url = request.GET.get("page", ""), reverse("web:setting", args=[key])
    return f"{url}?page={page}" if page.isdecimal() else url


def _posted(request: HttpRequest) -> Any:
    """What was sent; an empty form that was sent is still a form with errors."""
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, table: ReferenceTable, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {"shell": "base.html", "table": table, "form": form, "row": None, "now": [], **more}
    context["back"] = _list_url(request, table.key)
    return render(request, "web/setting_form.html", context, status=status)


@access.when(rules.may_set_up)
def add_setting(request: PostRequest, key: str) -> HttpResponse:
    """Add a row."""
    table = _table(key)
    if not table.can_add:
        raise Http404("rows of this table are not added by hand")
    form = form_for(table, None, _posted(request))
    if form.is_valid() and attempt(form, lambda: services.add_setting(table, form.save(commit=False), by=request.post)):
        messages.success(request, "已新增。")
        return redirect("web:setting", key)
    return _page(request, table, form, status_of(form))


@access.when(rules.may_set_up)
def edit_setting(request: PostRequest, key: str, pk: str) -> HttpResponse:
    """Change a row; a change made by somebody else meanwhile is shown, and the user's text is kept."""
    table = _table(key)
    row = _row(table, pk)
    form = form_for(table, row, _posted(request))

    def _edit() -> None:
        services.edit_setting(table, form.save(commit=False), by=request.post, seen=form.cleaned_data["seen"])

    try:
        done = form.is_valid() and attempt(form, _edit)
    except EditedMeanwhile as stale:
        return _conflict(request, table, stale.current)
    if not done:
        return _page(request, table, form, status_of(form), row=row)
    messages.success(request, "已保存。")
    return redirect(_list_url(request, key))


def _conflict(request: HttpRequest, table: ReferenceTable, row: models.Model) -> HttpResponse:
    """The user's text in the form, beside it how the row stands now; saving again then is a decision."""
    data = request.POST.copy()
    data["seen"] = services.fingerprint(table, row)
    now = [(_heading(table, name), _value(table, row, name)) for name in table.fields]
    return _page(request, table, form_for(table, row, data), 409, row=row, now=now)


@access.when(rules.may_set_up)
def delete_setting(request: PostRequest, key: str, pk: str) -> HttpResponse:
    """Ask, then delete; a row in use stays, with the reason."""
    table = _table(key)
    row = _row(table, pk)
    if not table.can_delete:
        raise Http404("rows of this table are not deleted")
    facts = [(_heading(table, name), _value(table, row, name)) for name in table.fields]
    context = {"shell": "base.html", "table": table, "row": row, "facts": facts, "used_by": ""}
    context["back"] = _list_url(request, key)
    if request.method != "POST":
        return render(request, "web/delete_setting.html", context)
    try:
        services.delete_setting(table, row, by=request.post)
    except services.RowInUse as used:
        return render(request, "web/delete_setting.html", context | {"used_by": used.sentence}, status=used.status)
    messages.success(request, "已删除。")
    return redirect(_list_url(request, key))
