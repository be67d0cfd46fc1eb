"""What a hand on the map changes: the line of a reach, the place of a board or a section. All answers are JSON.

Saved: what was stored. Not saved: ``words`` for the screen; with ``doubts`` or ``seen``, what to send again if it is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import EditedMeanwhile, NotAllowed, Refusal
from hezhang.core.web import conflicts
from rivers.assets.services import move_asset as move_asset_
from rivers.assets.views.assets import find_asset
from rivers.boards.models import Signboard
from rivers.boards.services import move_signboard as move_signboard_
from rivers.lines import services as lines
from rivers.lines.models import ReachLine
from rivers.map.forms import LineForm, PlaceForm, read
from rivers.registry.services import must_keep
from rivers.registry.services.saving import place_mark
from rivers.registry.views.reaches import find_reach
from rivers.water.services import move_section as move_section_
from rivers.water.views.sections import find_section

Told = dict[str, Any]


def answered(act: Callable[[], Told], about: Any) -> HttpResponse:
    """What the act tells, or why it was not done; ``about`` is the row whose journal says who was faster."""
    try:
        return JsonResponse(act())
    except NotAllowed:
        raise
    except lines.Unsure as unsure:
        return JsonResponse({"words": str(unsure), "doubts": unsure.doubts}, status=unsure.status)
    except EditedMeanwhile as late:
        words = conflicts.words_of(about)
        return JsonResponse({"words": words, "seen": seen_of(late.current)}, status=late.status)
    except Refusal as refusal:
        return JsonResponse({"words": refusal.sentence}, status=refusal.status)


def seen_of(row: Any) -> str:
    """What stands there now, as the next try must name it."""
    return str(row.version) if isinstance(row, ReachLine) else place_mark(row)


@access.when(is_office)
def draw_line(request: PostRequest, pk: int) -> HttpResponse:
    """Asked: the whole line of the reach as it is stored. Posted: the line as it was drawn."""
    reach = find_reach(request, pk)
    must_keep(reach.region_id, by=request.post)

    def act() -> Told:
        form = read(LineForm(request.POST))
        told = form.cleaned_data
        line = lines.draw_line(reach, told["points"], by=request.post, seen=told["seen"], sure=told["sure"])
        return {"seen": line.version, "km": float(line.length_km)}

    if request.method == "POST":
        return answered(act, reach)
    stored = ReachLine.objects.filter(reach=reach).first()
    return JsonResponse({"path": stored.path if stored else "", "seen": stored.version if stored else 0})


@access.when(is_office)
def move_signboard(request: PostRequest, pk: int) -> HttpResponse:
    board = get_object_or_404(Signboard.objects.visible_to(request.post), pk=pk)
    return _moved(request, board, move_signboard_)


@access.when(is_office)
def move_asset(request: PostRequest, pk: int) -> HttpResponse:
    return _moved(request, find_asset(request, pk), move_asset_)


@access.when(is_office)
def move_section(request: PostRequest, pk: int) -> HttpResponse:
    return _moved(request, find_section(request, pk), move_section_)


def _moved(request: PostRequest, row: Any, move: Callable[..., Any]) -> HttpResponse:
    must_keep(row.region_id, by=request.post)

    def act() -> Told:
        told = read(PlaceForm(request.POST)).cleaned_data
        stored = move(row, told["lat"], told["lng"], by=request.post, seen=told["seen"])
        return {"seen": place_mark(stored), "lat": stored.lat, "lng": stored.lng}

    return (
        answered(act, row)
        if request.method == "POST"
        else JsonResponse({"lat": row.lat, "lng": row.lng, "seen": place_mark(row)})
    )
