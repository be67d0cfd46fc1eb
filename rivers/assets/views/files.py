"""Photos and documents of an asset or a river, and the printed card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.files.models import UploadKind
from hezhang.core.files.serving import serve_document, serve_photo
from rivers.assets import facts, services
from rivers.assets.forms import FilesForm
from rivers.assets.models import AssetFile
from rivers.assets.views.assets import find_asset
from rivers.registry.services import must_keep
from rivers.registry.views.common import save
from rivers.registry.views.rivers import find_river


@access.when(is_office)
def add_files(request: PostRequest, pk: int) -> HttpResponse:
    found = find_asset(request, pk)
    return _add(request, found, found.get_absolute_url(), services.add_files)


@access.when(is_office)
def add_river_files(request: PostRequest, pk: int) -> HttpResponse:
    found = find_river(request, pk)
    return _add(request, found, reverse("rivers:river_dossier", args=[pk]), services.add_river_files)


def _add(request: PostRequest, found: Any, back: str, add: Callable[..., Any]) -> HttpResponse:
    must_keep(found.region_id, by=request.post)
    told = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FilesForm(*told, post=request.post)

    def act() -> None:
        add(found, form.uploads, by=request.post, caption=form.cleaned_data["caption"])

    return save(request, form, act, title=f"上传照片与资料：{found.name}", back=back, done="已上传。", submit="上传")


@access.when(sees_business)
def asset_file(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo in the page (``?thumb=1`` the small one), a document as a download."""
    upload = _find_file(request, pk).upload
    if upload.kind == UploadKind.PHOTO:
        return serve_photo(upload, thumb="thumb" in request.GET)
    return serve_document(upload)


def _find_file(request: PostRequest, pk: int) -> AssetFile:
    rows = AssetFile.objects.visible_to(request.post).select_related("upload", "asset", "river")
    return get_object_or_404(rows, pk=pk)


@access.when(is_office)
@require_POST
def remove_file(request: PostRequest, pk: int) -> HttpResponse:
    file = _find_file(request, pk)
    river = file.river_id
    subject = services.remove_file(file, by=request.post)
    messages.success(request, "已移除附件。")
    return redirect(reverse("rivers:river_dossier", args=[river]) if river else subject)


@access.when(sees_business)
def asset_card(request: PostRequest, pk: int) -> HttpResponse:
    """身份证: to be printed, with a code that leads to the page."""
    found, today = find_asset(request, pk), timezone.localdate()
    if not found.kind.card:
        raise Http404("这个类别没有身份证。")
    lines = [line for line in facts.lines_of(found, found.kind, today) if line.field.is_active]
    told = facts.card_facts(found) + [(line.field.name, line.words) for line in lines if line.words]
    drawn = segno.make(request.build_absolute_uri(found.get_absolute_url()), error="m").svg_inline(
        omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    qr = mark_safe(drawn)  # noqa: S308 - squares, drawn from our own address
    return render(request, "rivers/assets/card.html", {"asset": found, "facts": told, "qr": qr, "today": today})
