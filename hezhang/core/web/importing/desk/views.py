"""The import desk: put a workbook in, look at what it would do, confirm, undo."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import INVALID, Refusal, demand
from hezhang.core.web.importing import store
from hezhang.core.web.importing.desk import page, services
from hezhang.core.web.importing.desk.fields import (
    Elsewhere,
    Kind,
    elsewhere_for,
    elsewhere_of,
    find,
    kinds_for,
    may_import,
)
from hezhang.core.web.importing.desk.forms import DeskForm, UndoForm
from hezhang.core.web.importing.pages import download
from hezhang.core.web.models import ImportBatch

SHOWN_BATCHES = 20


@access.when(may_import)
def desk(request: PostRequest) -> HttpResponse:
    if (kind := find(request.GET.get("template", ""))) is not None:
        return download(page.template_of(kind), f"{kind.title}模板.xlsx")
    return _desk(request, DeskForm(initial=request.GET.dict(), post=request.post))


def _desk(request: PostRequest, form: DeskForm, status: int = 200, rather: Elsewhere | None = None) -> HttpResponse:
    """``rather``: the page that the file in hand belongs to."""
    batches = ImportBatch.objects.visible_to(request.post).select_related("post__user")[:SHOWN_BATCHES]
    context = {"shell": "base.html", "form": form, "kinds": kinds_for(request.post), "batches": batches}
    context |= {"elsewhere": elsewhere_for(request.post), "rather": rather}
    return render(request, "desk/desk.html", context, status=status)


@require_POST
@access.when(may_import)
def take_file(request: PostRequest) -> HttpResponse:
    form = DeskForm(request.POST, request.FILES, post=request.post)
    is_valid, file = form.is_valid(), form.cleaned_data.get("file")
    rather = elsewhere_of(file.name, request.post) if file else None
    upload = None
    try:
        kept = form.cleaned_data.get("kept", "")
        upload = services.take_file(file, by=request.post) if file else store.find(request.post, services.STORE, kept)
        if upload is not None and is_valid:
            chosen, datum = form.chosen_kind, form.cleaned_data["datum"]
            kind = services.kind_of(upload, by=request.post, kind=chosen, datum=datum)
            return redirect(_address(upload, kind, form))
    except ValidationError as wrong:
        form.add_error(None if hasattr(wrong, "error_dict") else "file", wrong)
    return _ask_again(request, form, upload, rather)


def _ask_again(request: PostRequest, form: DeskForm, upload: Upload | None, rather: Elsewhere | None) -> HttpResponse:
    """The form with what is wrong; a file that has come in, and can be read, is not asked for again."""
    if upload is None and "file" not in form.errors:
        form.add_error("file", "上次上传的文件已不在服务器上，请重新选择。")
    elif upload is not None and "file" not in form.errors:
        form.keep(store.token_of(upload), upload.name)
    return _desk(request, form, INVALID, rather)


def _address(upload: Upload, kind: Kind, form: DeskForm) -> str:
    asked = form.asked() | {"upload": store.token_of(upload), "kind": kind.key}
    return f"{reverse('desk:check')}?{urlencode(asked)}"


def _found(request: PostRequest, data: Any) -> tuple[Upload, Kind, DeskForm]:
    """The upload of an earlier step with what was chosen, checked again: an address can be typed."""
    form = cast("DeskForm", DeskForm.chosen(data, request.post))
    upload = store.find(request.post, services.STORE, data.get("upload", ""))
    if upload is None or not form.is_valid():
        raise Http404("没有找到这次上传，或已超过一天，请重新上传。")
    kind = form.chosen_kind
    if kind is None:
        raise Http404("没有这个类别，请重新上传。")
    demand(kind.rule(request.post))
    return upload, kind, form


@access.when(may_import)
def check(request: PostRequest) -> HttpResponse:
    upload, kind, form = _found(request, request.GET)
    sheets, plan = page.tried(upload, kind, by=request.post, asked=form.what())
    if "annotated" in request.GET and sheets:
        return download(page.annotated_of(sheets, plan), f"{kind.title}（已标注）.xlsx")
    context = page.context_of(plan, kind, upload, form)
    if plan.problems or plan.refused_rows * 2 >= plan.found:
        context |= page.rather_of(services.likelier_kind(kind, sheets, request.post), upload, form)
    return render(request, "desk/check.html", {"shell": "base.html", **context})


@require_POST
@access.when(may_import)
def map_columns(request: PostRequest) -> HttpResponse:
    upload, kind, form = _found(request, request.POST)
    told = zip(request.POST.getlist("mark"), request.POST.getlist("was"), request.POST.getlist("key"), strict=False)
    changed = {mark: key for mark, was, key in told if mark and key != was}
    if changed:
        services.map_columns(kind, changed, by=request.post)
        messages.success(request, "已记住列的对应，下次上传同样的表自动采用。")
    return redirect(_address(upload, kind, form))


@require_POST
@access.when(may_import)
def apply_upload(request: PostRequest) -> HttpResponse:
    upload, kind, form = _found(request, request.POST)
    if (job := page.start_job_if_long(upload, kind, by=request.post, asked=form.what())) is not None:
        return redirect("web:job", job.pk)
    try:
        done = services.apply_upload(kind, upload, by=request.post, asked=form.what())
    except (ValidationError, Refusal) as wrong:
        messages.error(request, "；".join(getattr(wrong, "messages", [str(wrong)])))
        return redirect(_address(upload, kind, form))
    if done.batch is None:
        messages.info(request, "文件中的内容与系统一致，没有改动。")
        return redirect("desk:desk")
    messages.success(request, f"导入完成：{page.counted_words(done.batch.counts)}。")
    return redirect("desk:batch", done.batch.pk)


@access.when(may_import)
def batch(request: PostRequest, pk: int) -> HttpResponse:
    return _batch_page(request, _batch(request, pk), UndoForm())


def _batch_page(request: PostRequest, found: ImportBatch, form: UndoForm) -> HttpResponse:
    kind = find(found.kind)
    context = {"shell": "base.html", "batch": found, "counts": page.counted(found.counts), "kind": kind, "form": form}
    context["list_url"] = reverse(kind.list_url) if kind else reverse("desk:desk")
    changes = list(found.changes.all()[: page.SHOWN])
    context |= {"changes": page.changes_of(changes), "more": found.changes.count() - len(changes)}
    return render(request, "desk/batch.html", context)


def _batch(request: PostRequest, pk: int) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.post).select_related("post__user", "undone_by__user", "region")
    return get_object_or_404(rows, pk=pk)


@require_POST
@access.when(may_import)
def undo_import(request: PostRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    if (kind := find(found.kind)) is not None:
        demand(kind.rule(request.post))
    form = UndoForm(request.POST)
    if found.undone_at is None and form.is_valid() and form.must_ask(page.undo_words(found)):
        return _batch_page(request, found, form)
    try:
        services.undo_import(found, by=request.post)
        messages.success(request, "已整批撤销，数据恢复到导入之前；导入和撤销都记入操作日志。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:batch", pk)
