"""文书模板: the office's own forms, one for each kind of paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.serving import serve_document
from hezhang.core.web.context import shell_of
from issues.documents import forms, rules, services
from issues.documents.choices import PaperKind
from issues.documents.models import PaperTemplate
from rivers.registry.views.common import save


@access.when(rules.may_keep_templates)
@require_safe
def templates(request: PostRequest) -> HttpResponse:
    """Each kind of paper with the template that it has, and the names that one may use."""
    rows = PaperTemplate.objects.visible_to(request.post).select_related("upload", "post__user")
    mine = {one.kind: one for one in rows}
    kinds = [
        {
            "kind": kind.value,
            "title": kind.label,
            "template": mine.get(kind.value),
            "names": asked.names,
            "needed": asked.needed,
        }
        for kind, asked in ((kind, rules.ASKED[kind]) for kind in PaperKind)
    ]
    return render(request, "issues/documents/templates.html", {"kinds": kinds, "shell": shell_of(request)})


@access.when(rules.may_keep_templates)
@require_http_methods(["GET", "HEAD", "POST"])
def add_template(request: PostRequest) -> HttpResponse:
    """Upload one; every fault that the doctor finds is said at the field."""
    post, sent = request.post, request.method == "POST"
    form = forms.TemplateForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"kind": request.GET.get("kind", "")}
    )
    return save(
        request, form, lambda: services.add_template(by=post, **form.cleaned_data) and None,
        title="上传文书模板", back=reverse("issues:templates"), done="模板已启用，今后下载的 Word 按它生成。", submit="检查并启用",
    )  # fmt: skip


@access.when(rules.may_keep_templates)
@require_safe
def template_file(request: PostRequest, pk: int) -> FileResponse:
    """The template as it was uploaded."""
    return serve_document(_find(request, pk).upload)


@access.when(rules.may_keep_templates)
@require_POST
def remove_template(request: PostRequest, pk: int) -> HttpResponse:
    services.remove_template(_find(request, pk), by=request.post)
    messages.success(request, "已停用模板，恢复标准格式。")
    return redirect("issues:templates")


def _find(request: PostRequest, pk: int) -> PaperTemplate:
    return get_object_or_404(PaperTemplate.objects.visible_to(request.post).select_related("upload"), pk=pk)
