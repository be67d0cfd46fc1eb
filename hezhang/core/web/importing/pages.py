"""The page of an import: upload, dry run, confirm."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hezhang.core.files.models import Upload
from hezhang.core.web.excel import FileError
from hezhang.core.web.importing import store, workbooks
from hezhang.core.web.importing.plan import ImportSpec
from hezhang.core.web.importing.services import apply_upload, make_plan, sheets_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500  # problems on the page; the annotated workbook has them all


class UploadForm(forms.Form):
    file = forms.FileField(label="文件", help_text=".xlsx 或 .csv，第一行为表头。", allow_empty_file=False)


def show_import(request: HttpRequest, spec: ImportSpec) -> HttpResponse:
    """All steps under one address; the caller's stamp decides who may."""
    if request.method == "POST":
        return _confirm(request, spec) if "confirm" in request.POST else _take(request, spec)
    if "template" in request.GET:
        return _download(workbooks.template(spec), f"{spec.title}模板.xlsx")
    if "upload" not in request.GET:
        return _ask(request, spec, UploadForm())
    upload = _find(request, spec, request.GET["upload"])
    return _annotated(request, spec, upload) if "annotated" in request.GET else _dry_run(request, spec, upload)


def _ask(request: HttpRequest, spec: ImportSpec, form: UploadForm, status: int = 200) -> HttpResponse:
    return render(request, "web/import_upload.html", {"shell": "base.html", "spec": spec, "form": form}, status=status)


def _take(request: HttpRequest, spec: ImportSpec) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            upload = store.keep(request.post, spec.key, form.cleaned_data["file"])  # type: ignore[attr-defined]
            return redirect(f"{request.path}?upload={store.token_of(upload)}")
        except ValidationError as wrong:
            form.add_error("file", wrong)
    return _ask(request, spec, form, status=422)


def _dry_run(request: HttpRequest, spec: ImportSpec, upload: Upload, status: int = 200) -> HttpResponse:
    plan = make_plan(spec, request.post, upload)  # type: ignore[attr-defined]
    more = max(0, len(plan.problems) - SHOWN)
    context = {"shell": "base.html", "spec": spec, "upload": upload, "plan": plan, "token": store.token_of(upload)}
    context |= {"problems": plan.problems[:SHOWN], "more": more, "notices": plan.notices[:SHOWN]}
    return render(request, "web/import_check.html", context, status=status)


def _confirm(request: HttpRequest, spec: ImportSpec) -> HttpResponse:
    upload = _find(request, spec, request.POST["confirm"])
    try:
        applied = apply_upload(spec, request.post, upload)  # type: ignore[attr-defined]
    except ValidationError as wrong:
        messages.error(request, "；".join(wrong.messages))
        return _dry_run(request, spec, upload, status=409)
    words = "、".join(f"{label} {count}" for label, count in applied.summary)
    messages.success(request, f"导入完成：{words}。" if applied.is_new else f"该文件此前已导入：{words}。")
    return redirect(spec.done_url)


def _annotated(request: HttpRequest, spec: ImportSpec, upload: Upload) -> HttpResponse:
    plan = make_plan(spec, request.post, upload)  # type: ignore[attr-defined]
    try:
        sheets = sheets_of(upload)
    except (FileError, FileNotFoundError) as unreadable:
        raise Http404("文件无法读取") from unreadable
    return _download(workbooks.annotated(sheets, plan.problems + plan.notices), f"{spec.title}（已标注）.xlsx")


def _find(request: HttpRequest, spec: ImportSpec, token: str) -> Upload:
    upload = store.find(request.post, spec.key, token)  # type: ignore[attr-defined]
    if upload is None:
        raise Http404("没有找到这次上传，或已超过一天，请重新上传。")
    return upload


def _download(content: bytes, name: str) -> HttpResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
