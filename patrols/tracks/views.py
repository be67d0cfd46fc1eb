"""Points that come from phones, and the track on the patrol's page."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.audit.services import record
from hezhang.core.geo.datums import Datum
from hezhang.core.kernel.refusal import INVALID, NotAllowed, Refusal, demand
from hezhang.core.parcels.forms import json_of
from hezhang.core.web.attempts import status_of, take_wrong
from hezhang.core.web.limits import seconds_to_wait
from patrols.tracks import facts, services
from patrols.tracks.facts import replay
from patrols.tracks.forms import ChunkForm, GpxForm
from patrols.tracks.models import Track
from patrols.tracks.rules import may_attach
from patrols.tracks.rules.admitting import MOST_BYTES
from patrols.walks.facts import with_names
from patrols.walks.models import Patrol
from patrols.walks.rules import is_walker, sees_patrols

A_MINUTE = 120  # parcels of one person
UNREAD = "轨迹没有传完整，请再传一次。"


@access.when(is_walker)
@require_POST
def take_chunk(request: PostRequest) -> HttpResponse:
    """``{"client_id", "chunk", "points": [[ms, lat, lng, accuracy|null], …]}`` of the own walk, before or after it is handed in.

    * 200 ``{"client_id", "chunk", "metres"}``: stored, once, however often it comes (``metres`` null: the walk is not here yet);
    * 409: other points came under this number; 422: not read, or the district takes no tracks; 429: too much at once.
    """
    if wait := seconds_to_wait(request, "tracks", A_MINUTE):
        return JsonResponse(
            {"words": [f"请求过于频繁，请 {wait} 秒后再试。"]}, status=429, headers={"Retry-After": str(wait)}
        )
    form = ChunkForm(json_of(request.body, MOST_BYTES))
    if not form.is_valid():
        return JsonResponse({"words": [UNREAD]}, status=INVALID)
    told = form.cleaned_data
    try:
        chunk, track = services.take_chunk(
            by=request.post, client_id=told["client_id"], number=told["chunk"], fixes=told["points"]
        )
    except Refusal as refusal:
        return JsonResponse({"words": [refusal.sentence]}, status=refusal.status)
    answer = {"client_id": str(chunk.client_id), "chunk": chunk.number, "metres": track.metres if track else None}
    return JsonResponse(answer)


def _find(request: PostRequest, pk: int) -> Patrol:
    return get_object_or_404(with_names(Patrol.objects.visible_to(request.post)), pk=pk)


@access.when(sees_patrols)
def track(request: PostRequest, pk: int) -> HttpResponse:
    """The panel of a patrol's page."""
    shown = facts.panel_of(_find(request, pk), request.post)
    shown["replay"] = replay.replay_of(shown["track"], shown["patrol"]) if shown["track"] else None
    return render(request, "patrols/track.html", shown)


@access.when(sees_patrols)
def track_gpx(request: PostRequest, pk: int) -> HttpResponseBase:
    """The counted points as GPX; where somebody was, minute by minute, leaves the house by name in the journal."""
    patrol = _find(request, pk)
    get_object_or_404(Track.objects.visible_to(request.post), patrol=patrol, erased_at=None)
    record("export", patrol, post=request.post, label=f"轨迹 {patrol}", after={"format": "gpx"})
    disposition = f"attachment; filename*=UTF-8''{quote(f'{patrol} 轨迹.gpx')}"
    headers = {"Content-Disposition": disposition}
    return StreamingHttpResponse(facts.gpx_of(patrol), content_type="application/gpx+xml", headers=headers)


@access.when(sees_patrols)
def attach_track(request: PostRequest, pk: int) -> HttpResponse:
    """导入轨迹 for a patrol that has none."""
    patrol = _find(request, pk)
    form = GpxForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    known = Track.objects.filter(patrol=patrol).first()
    demand(may_attach(request.post, patrol, known, services.rule_at(patrol.region_id)), NotAllowed)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            services.attach_track(patrol, told["file"].read(), by=request.post, datum=Datum(told["datum"]))
        except Refusal as refusal:
            take_wrong(form, refusal)
        else:
            messages.success(request, "轨迹已导入")
            return redirect(patrol)
    return render(request, "patrols/attach_track.html", {"patrol": patrol, "form": form}, status=status_of(form))
