"""The page of an import: upload, dry run, confirm."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import INVALID
from hezhang.core.web.excel import XLSX, FileError
from hezhang.core.web.importing import store, workbooks
from hezhang.core.web.importing.forms import UploadForm
from hezhang.core.web.importing.plan import ImportSpec
from hezhang.core.web.importing.services import apply_upload, make_plan, sheets_of

SHOWN = 500  # problems on the page; the annotated workbook has them all


def show_import(request: PostRequest, spec: ImportSpec) -> HttpResponse:
    """All steps under one address; the caller's stamp decides who may."""
    if request.method == "POST":
        return _confirm(request, spec) if "confirm" in request.POST else _take(request, spec)
    if "template" in request.GET:
        return download(workbooks.template(spec), f"{spec.title}模板.xlsx")
    if "upload" not in request.GET:
        return _ask(request, spec, spec.form(initial=request.GET.dict(), post=request.post))
    upload, form = _find(request, spec, request.GET["upload"]), _chosen(request, spec, request.GET)
    return (
        _annotated(request, spec, upload, form) if "annotated" in request.GET else _dry_run(request, spec, upload, form)
    )


def _ask(request: HttpRequest, spec: ImportSpec, form: UploadForm, status: int = 200) -> HttpResponse:
    return render(request, "web/import_upload.html", {"shell": "base.html", "spec": spec, "form": form}, status=status)


def _take(request: PostRequest, spec: ImportSpec) -> HttpResponse:
    form = spec.form(request.POST, request.FILES, post=request.post)
    if form.is_valid():
        try:
            upload = store.keep(spec.key, form.cleaned_data["file"], by=request.post)
            return redirect(f"{request.path}?{urlencode({'upload': store.token_of(upload), **form.asked()})}")
        except ValidationError as wrong:
            form.add_error("file", wrong)
    return _ask(request, spec, form, status=INVALID)


def _chosen(request: PostRequest, spec: ImportSpec, data: Any) -> UploadForm:
    """What was chosen at the upload, checked again: an address can be typed."""
    form = spec.form.chosen(data, request.post)
    if not form.is_valid():
        raise Http404("选择的内容已失效，请重新上传。")
    return form


def _dry_run(
    request: PostRequest, spec: ImportSpec, upload: Upload, form: UploadForm, status: int = 200
) -> HttpResponse:
    plan = make_plan(spec, upload, by=request.post, **form.options())
    more, asked = max(0, len(plan.problems) - SHOWN), form.asked()
    context = {"shell": "base.html", "spec": spec, "upload": upload, "plan": plan, "token": store.token_of(upload)}
    context |= {"problems": plan.problems[:SHOWN], "more": more}
    # What concerns the whole list is said above the button that imports it; what concerns a cell, below.
    context["remarks"] = [one for one in plan.notices if not (one.sheet or one.row)]
    context["notices"] = [one for one in plan.notices if one.sheet or one.row][:SHOWN]
    context |= {"facts": form.facts(), "asked": asked.items(), "query": urlencode(asked)}
    return render(request, "web/import_check.html", context, status=status)


def _confirm(request: PostRequest, spec: ImportSpec) -> HttpResponse:
    upload, form = _find(request, spec, request.POST["confirm"]), _chosen(request, spec, request.POST)
    try:
        applied = apply_upload(spec, upload, by=request.post, **form.options())
    except ValidationError as wrong:
        messages.error(request, "；".join(wrong.messages))
        return _dry_run(request, spec, upload, form, status=409)
    words = "、".join(f"{label} {count}" for label, count in applied.summary)
    messages.success(request, f"导入完成：{words}。" if applied.is_new else f"该文件此前已导入：{words}。")
    return redirect(spec.done_url)


def _annotated(request: PostRequest, spec: ImportSpec, upload: Upload, form: UploadForm) -> HttpResponse:
    try:
        sheets = sheets_of(upload)
    except (FileError, FileNotFoundError) as unreadable:
        raise Http404("文件无法读取") from unreadable
    plan = spec.plan(request.post, sheets, **form.options())
    return download(workbooks.annotated(sheets, plan), f"{spec.title}（已标注）.xlsx")


def _find(request: PostRequest, spec: ImportSpec, token: str) -> Upload:
    upload = store.find(request.post, spec.key, token)
    if upload is None:
        raise Http404("没有找到这次上传，或已超过一天，请重新上传。")
    return upload


def download(content: bytes, name: str) -> HttpResponse:
    """The workbook as a file."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
