"""Reading boards: the list, a board's own page, a river's tab, and where boards are missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.files.facts import picture
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists import show
from rivers.boards import facts, lists
from rivers.boards.models import InspectionPhoto, Signboard
from rivers.boards.services import may_inspect
from rivers.boards.views.common import find_board
from rivers.chiefs.models import Tenure
from rivers.registry.rules import may_keep
from rivers.registry.views.homes import reach_home, river_home
from rivers.registry.views.reaches import find_reach
from rivers.registry.views.rivers import find_river

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST = 30  # inspections on a board's page


@access.when(sees_business)
def signboards(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.BOARDS, lists.boards_of(request.post), template="rivers/list.html")


@access.when(is_office)
def missing_boards(request: PostRequest) -> HttpResponseBase:
    """Village reaches without a board: one for each village on each river."""
    return show(request, lists.MISSING, lists.missing_of(request.post), template="rivers/list.html")


@access.when(sees_business)
def signboard(request: PostRequest, pk: int) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    board = facts.boards_of(Signboard.objects.filter(pk=find_board(request, pk).pk), today).get()
    shown = facts.shown_of(board, today)
    context = {
        "board": board,
        "shown": shown,
        "facts": facts_of(board),
        "words": facts.board_mark(board, today),
        "is_stale": bool(shown.changes) or (shown.kept is None and board.stale_since is not None),
        "due": board.stale_since and board.graces.of(board.region_id).due(board.stale_since),
        "renewals": board.renewals.select_related("noted_by__user", "photo"),
        "inspections": inspections_of(board, post, today),
        "may_inspect": board.ended_on is None and bool(may_inspect(board, post, today)),
        "may_edit": may_keep(post, board.region_id),
        "may_withdraw": facts.renewed_today(board, today),
        "in_use": board.ended_on is None,
    }
    return render(request, "rivers/boards/board.html", context)


def inspections_of(board: Signboard, post: Post, today: date) -> list[dict[str, Any]]:
    """The last ones, each with its photos and whether the reader may take it back today."""
    rows = board.inspections.select_related("noted_by__user", "repaired_by__user").prefetch_related("photos__upload")[
        :MOST
    ]
    in_hand = bool(is_office(post))
    return [
        {
            "row": one,
            "photos": [_photo(each) for each in one.photos.all()],
            "may_withdraw": timezone.localdate(one.noted_at) == today and (in_hand or one.noted_by_id == post.pk),
        }
        for one in rows
    ]


def _photo(row: InspectionPhoto) -> dict[str, str]:
    return picture(row.upload, reverse("rivers:inspection_photo", args=[row.pk]))


def facts_of(board: Signboard) -> list[tuple[str, Any]]:
    reach = board.reach
    told = [
        ("河段", reach.name),
        ("所属区划", board.region.name),
        ("安装地点", board.place),
        ("坐标", f"{board.lat}，{board.lng}" if board.lat is not None else None),
        ("更新日期", day_words(board.renewed_on)),
        ("管理范围", board.range_words),
        ("治理目标", board.goal),
    ]
    return [one for one in told if one[1]]


@access.when(sees_business)
def river_boards(request: PostRequest, pk: int) -> HttpResponse:
    """Tab 公示牌 of a river: its boards, and its village reaches that have none."""
    river = find_river(request, pk)
    missing = facts.without_board(river.reaches.visible_to(request.post), timezone.localdate()).order_by("code")
    context = shown_of(request, {"reach__river": river}) | {"missing": missing}
    return river_home(request, river, "boards", "rivers/boards/river.html", context)


@access.when(sees_business)
def reach_boards(request: PostRequest, pk: int) -> HttpResponse:
    """Tab 公示牌 of a reach."""
    reach = find_reach(request, pk)
    return reach_home(request, reach, "boards", "rivers/boards/reach.html", shown_of(request, {"reach": reach}))


def shown_of(request: PostRequest, place: dict[str, Any]) -> dict[str, Any]:
    """The boards of a tab; with ``?only=stale`` those that show something that is no longer so."""
    today, only = timezone.localdate(), request.GET.get("only") == "stale"
    boards = facts.boards_of(Signboard.objects.visible_to(request.post).standing(today).filter(**place), today)
    own = set(Tenure.objects.current(today).filter(post=request.post).values_list("reach", flat=True))
    return {
        "own": own,
        "boards": (facts.stale(boards) if only else boards).order_by("reach__code", "code"),
        "only": only,
    }
