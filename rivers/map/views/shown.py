"""The map: its page, what it draws, the rows of what is in view, and the panel of what was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.limits import refuse_page
from hezhang.core.web.packing import gzip_fast
from rivers.assets.views.assets import find_asset
from rivers.boards.models import Signboard
from rivers.lines.models import ReachLine
from rivers.map.facts.assets import asset_told
from rivers.map.facts.colourings import coloured, colourings
from rivers.map.facts.lines import lines_mark, lines_of
from rivers.map.facts.panels import board_told, reach_told, river_told, section_told
from rivers.map.facts.parts import Colouring, Shade, SpotKind
from rivers.map.facts.rows import listed_reaches
from rivers.map.facts.spots import spot_kinds, with_boards
from rivers.map.forms import AskedForm, read
from rivers.registry.models import Reach
from rivers.registry.rules import may_keep
from rivers.registry.views.reaches import find_reach
from rivers.registry.views.rivers import find_river
from rivers.water.models import SectionMonth
from rivers.water.views.sections import find_section

COMPACT = {"separators": (",", ":"), "ensure_ascii": False}


def asked(request: PostRequest) -> AskedForm:
    """What the address asks for; a Refusal (422) when it cannot be answered."""
    return read(AskedForm(request.GET, post=request.post, today=timezone.localdate()))


@access.when(sees_business)
def map_(request: PostRequest) -> HttpResponse:
    return render(request, "rivers/map.html", map_context(request.post))


def map_context(post: Post, pick: str = "") -> dict[str, Any]:
    """What ``rivers/map/frame.html`` shows; ``pick`` ("river-12") is chosen where the address says nothing else."""
    today = timezone.localdate()
    return {
        "pick": pick,
        "list": None,
        "colourings": _useful_first(colourings(post), post),
        "reach_count": Reach.objects.visible_to(post).standing(today).count(),
        "line_count": ReachLine.objects.visible_to(post).standing(today).count(),
        "kinds": with_boards(spot_kinds(post), post, today),
        "tiers": Tier.choices,
        "today": today,
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_TILES_CREDIT,
        "may_draw": is_office(post),
    }


def _useful_first(found: list[Colouring], post: Post) -> list[Colouring]:
    """Where no month of water has been judged, every line would have one colour: the map begins with the vacancies."""
    if SectionMonth.objects.visible_to(post).filter(water_class__isnull=False).exists():
        return found
    return sorted(found, key=lambda one: one.key != "vacancy")


def _mark(request: PostRequest) -> str:
    return lines_mark(request.post)


# Compressed although it is answered to people who have signed in: nothing in it repeats what was asked, nor holds a secret.
@access.when(sees_business)
@gzip_fast
@condition(etag_func=_mark)
def map_lines(request: PostRequest) -> HttpResponse:
    answer = JsonResponse(lines_of(request.post), json_dumps_params=COMPACT)
    # Kept by the browser, and asked for each time whether it is still right.
    answer["Cache-Control"] = "private, no-cache"
    return answer


@access.when(sees_business)
@gzip_fast
def map_points(request: PostRequest) -> HttpResponse:
    """``?kind=board``: every point of one kind, as of the day."""
    on, kind = asked(request).cleaned_data["on"], _kind(request)
    return points_of(kind, kind.spots(request.post, on), request.post)


def points_of(kind: SpotKind, spots: Iterable[tuple[int, float, float, int]], post: Post) -> JsonResponse:
    """The kind with its points, as the map reads it."""
    shades = kind.shades_for(post) if kind.shades_for else kind.shades
    told = {"key": kind.key, "label": kind.label, "shape": kind.shape, "classes": _shades(shades)}
    points = [[pk, round(lat, 6), round(lng, 6), shade] for pk, lat, lng, shade in spots]
    return JsonResponse({**told, "points": points}, json_dumps_params=COMPACT)


def _kind(request: PostRequest) -> SpotKind:
    key = request.GET.get("kind", "board")
    found = next((one for one in spot_kinds(request.post, [key]) if one.key == key), None)
    if found is None:
        raise Http404("没有这类图层。")
    return found


def _shades(shades: list[Shade]) -> list[dict[str, Any]]:
    return [asdict(shade) for shade in shades]


@access.when(sees_business)
@gzip_fast
def map_colours(request: PostRequest) -> HttpResponse:
    """``?by=water&on=2026-10-01``: the classes with their words, and the reaches of each."""
    form = asked(request)
    colouring, on = form.colouring, form.cleaned_data["on"]
    lists = coloured(colouring, request.post, Reach.objects.visible_to(request.post), on)
    classes = [shade | {"reaches": keys} for shade, keys in zip(_shades(colouring.shades), lists, strict=True)]
    told = {"by": colouring.key, "label": colouring.label, "note": colouring.note, "on": on.isoformat()}
    return JsonResponse({**told, "classes": classes}, json_dumps_params=COMPACT)


@access.when(sees_business)
def map_rows(request: PostRequest) -> HttpResponse:
    """Part: what lies in ``box``, in words."""
    if (refused := refuse_page(request)) is not None:
        return refused
    form, post = asked(request), request.post
    on, box = form.cleaned_data["on"], form.cleaned_data["box"]
    tiers, kinds = form.cleaned_data["tiers"], form.cleaned_data["kinds"].split(",")
    groups = [("河段", listed_reaches(post, form.colouring, tiers, box, on))] if tiers else []
    groups += [(one.label, one.listed(post, on, box)) for one in spot_kinds(post, kinds) if one.key in kinds]
    return render(request, "rivers/map/rows.html", {"groups": groups, "colouring": form.colouring})


@access.when(sees_business)
def map_reach(request: PostRequest, pk: int) -> HttpResponse:
    found, on = find_reach(request, pk), asked(request).cleaned_data["on"]
    may_edit = may_keep(request.post, found.region_id)
    context = {"reach": found, "on": on, "today": timezone.localdate(), "may_edit": may_edit}
    context["may_split"] = may_edit and found.ended_on is None
    return render(request, "rivers/map/reach.html", context | reach_told(found, request.post, on))


@access.when(sees_business)
def map_river(request: PostRequest, pk: int) -> HttpResponse:
    found, on = find_river(request, pk), asked(request).cleaned_data["on"]
    context = {"river": found, "on": on, "today": timezone.localdate()}
    return render(request, "rivers/map/lake.html", context | river_told(found, request.post, on))


@access.when(sees_business)
def map_board(request: PostRequest, pk: int) -> HttpResponse:
    rows = Signboard.objects.visible_to(request.post).select_related("reach", "region")
    board, on = get_object_or_404(rows, pk=pk), asked(request).cleaned_data["on"]
    told = {"title": f"公示牌 {board.code}", "facts": board_told(board, on), "words": "打开公示牌页面"}
    told |= {
        "page": board.get_absolute_url(),
        "move_url": _move_url(request, "rivers:move_signboard", board),
        "has_place": board.lat is not None,
    }
    return render(request, "rivers/map/spot.html", told)


@access.when(sees_business)
def map_section(request: PostRequest, pk: int) -> HttpResponse:
    section, on = find_section(request, pk), asked(request).cleaned_data["on"]
    told = {"title": f"监测断面 {section.name}", "facts": section_told(section, on), "words": "打开断面页面"}
    told |= {
        "page": section.get_absolute_url(),
        "move_url": _move_url(request, "rivers:move_section", section),
        "has_place": section.lat is not None,
    }
    return render(request, "rivers/map/spot.html", told)


@access.when(sees_business)
def map_asset(request: PostRequest, pk: int) -> HttpResponse:
    asset, on = find_asset(request, pk), asked(request).cleaned_data["on"]
    told = {"title": asset.name, "facts": asset_told(asset, on), "words": "打开对象页面"}
    told |= {"page": asset.get_absolute_url(), "move_url": _move_url(request, "rivers:move_asset", asset)}
    return render(request, "rivers/map/spot.html", told)


def _move_url(request: PostRequest, name: str, row: Any) -> str:
    """Where a new position goes; "" for who may not keep the row."""
    return reverse(name, args=[row.pk]) if may_keep(request.post, row.region_id) else ""
