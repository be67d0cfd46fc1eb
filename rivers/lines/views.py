"""Lines: what lies near, files in and out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.audit.services import record
from hezhang.core.files.models import Upload
from hezhang.core.geo.datums import DATUM_WORDS, Datum
from hezhang.core.geo.files.writing import as_geojson, as_kml
from hezhang.core.kernel.refusal import INVALID, Refusal
from rivers.lines import importing
from rivers.lines.facts import Near, drawn_of, near_reaches
from rivers.lines.forms import LinesForm, PlaceForm
from rivers.registry.models import River
from rivers.registry.views.rivers import find_river

SHOWN = 300  # rows of each table on the page of a dry run
KINDS = {"geojson": "application/geo+json", "kml": "application/vnd.google-earth.kml+xml"}


@access.when(sees_business)
def near(request: PostRequest) -> JsonResponse:
    """Reaches near ``lat``, ``lng`` (WGS-84) in the post's scope, the nearest first."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"words": [word for found in form.errors.values() for word in found]}, status=INVALID)
    found = near_reaches(form.cleaned_data["lat"], form.cleaned_data["lng"], request.post)
    return JsonResponse({"reaches": [_told(one) for one in found]})


def _told(near: Near) -> dict[str, object]:
    reach = near.reach
    return {
        "id": reach.pk,
        "code": reach.code,
        "name": reach.name,
        "tier": reach.tier,
        "river": reach.river.name,
        "metres": near.metres,
        "lat": round(near.place[0], 6),
        "lng": round(near.place[1], 6),
        "url": reach.get_absolute_url(),
    }


@access.when(is_office)
def import_lines(request: PostRequest) -> HttpResponse:
    """Upload, dry run, confirm: all steps under one address."""
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request)
    if "upload" in request.GET:
        return _dry_run(request, _find(request, request.GET["upload"]), _chosen(request.GET))
    if request.method == "POST":
        return _take(request)
    return _ask(request, LinesForm(initial=request.GET.dict()))


def _take(request: PostRequest) -> HttpResponse:
    """Keep the file; what is yet to be chosen is asked for without asking for the file again."""
    form = LinesForm(request.POST, request.FILES)
    is_valid, file = form.is_valid(), form.cleaned_data.get("file")
    try:
        kept = form.cleaned_data.get("kept", "")
        upload = importing.keep_file(file, by=request.post) if file else importing.kept_file(request.post, kept)
    except ValidationError as wrong:
        form.add_error("file", wrong)
        return _ask(request, form)
    if upload is None:
        form.add_error("file", "请选择文件。")
    elif is_valid:
        return redirect(f"{request.path}?{urlencode({'upload': _token(upload), **form.asked()})}")
    else:
        form.keep(_token(upload), upload.name)
    return _ask(request, form)


def _ask(request: PostRequest, form: LinesForm) -> HttpResponse:
    return render(request, "rivers/import_lines.html", {"form": form}, status=INVALID if form.errors else 200)


def _token(upload: Upload) -> str:
    return PurePath(upload.path).name


def _find(request: PostRequest, token: str) -> Upload:
    upload = importing.kept_file(request.post, token)
    if upload is None:
        raise Http404("没有找到这次上传，或已超过一天，请重新上传。")
    return upload


def _chosen(data: Any) -> LinesForm:
    form = LinesForm.chosen(data)
    if not form.is_valid():
        raise Http404("选择的内容已失效，请重新上传。")
    return form


def _dry_run(request: PostRequest, upload: Upload, form: LinesForm, status: int = 200) -> HttpResponse:
    plan = importing.make_plan(upload, request.post, **form.cleaned_data)
    context = {"upload": upload, "token": _token(upload), "plan": plan, "asked": form.asked().items()}
    context |= {"datum": DATUM_WORDS[Datum(form.cleaned_data["datum"])], "query": urlencode(form.asked())}
    context |= {"problems": plan.problems[:SHOWN], "remarked": plan.remarked[:SHOWN], "changing": plan.changing[:SHOWN]}
    return render(request, "rivers/import_lines_check.html", context, status=status)


def _confirm(request: PostRequest) -> HttpResponse:
    upload, form = _find(request, request.POST["confirm"]), _chosen(request.POST)
    try:
        done = importing.import_lines(upload, by=request.post, **form.cleaned_data)
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return _dry_run(request, upload, form, status=409)
    told = "、".join(f"{label} {count}" for label, count in done)
    messages.success(request, f"导入完成：{told}。新的河线已画在下面的地图上。")
    return redirect("rivers:map")


@access.when(sees_business)
def export_lines(request: PostRequest) -> HttpResponseBase:
    """The lines of the post's scope, or of the ``river`` named, as GeoJSON or KML in WGS-84."""
    kind = request.GET.get("format", "geojson")
    if kind not in KINDS:
        raise Http404("没有这种格式。")
    asked = request.GET.get("river", "")
    river: River | None = find_river(request, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if asked and river is None:
        raise Http404("没有这条河湖。")
    title = f"{river.name if river else request.post.region.name}河线"
    record("export", None, post=request.post, label=title, after={"format": kind})
    features = drawn_of(request.post, river)
    rows = as_geojson(features) if kind == "geojson" else as_kml(features, title)
    name = f"{title}（{timezone.localdate():%Y%m%d}）.{kind}"
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return StreamingHttpResponse(rows, content_type=KINDS[kind], headers={"Content-Disposition": disposition})
