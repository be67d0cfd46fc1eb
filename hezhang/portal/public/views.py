"""The page behind a board's QR code: the board's own text as it would be printed today, and nothing else."""

from __future__ import annotations

from datetime import date

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest, SiteRequest
from hezhang.core.web import limits
from patrols.walks.rules import may_patrol
from rivers.boards.models import Signboard
from rivers.boards.services import board_text
from rivers.registry.models import Reach

KEPT = 300  # seconds, here and in the browser: a board that many people scan at once is made once
LEFT_OUT = {"qr", "sketch"}


@access.public("公示牌上的二维码供公众扫码查看，只显示牌上的内容，不含其他数据")
def board(request: SiteRequest, token: str) -> HttpResponse:
    if (refused := limits.refuse_public(request)) is not None:
        return refused
    found = Signboard.objects.filter(token=token).select_related("reach__river", "region").first()
    if found is None:
        return render(request, "public/unknown.html", status=404)
    today = timezone.localdate()
    gone = found.ended_on is not None and found.ended_on < today
    sides = [] if gone else _sides(found, today)
    title = next(
        (lines[0] for _, blocks in sides for key, _, lines in blocks if key == "title"), found.reach.river.name
    )
    context = {"board": found, "gone": gone, "sides": sides, "title": title, "today": today}
    response = render(request, "public/board.html", context)
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["X-Robots-Tag"] = "noindex"
    return response


@access.signed_in()
def walk_from_board(request: PostRequest, token: str) -> HttpResponse:
    """Who scans a board and has a post here: its walk where the post may walk it, the reach's page otherwise."""
    found = get_object_or_404(Signboard.objects.filter(token=token).select_related("reach"))
    mine = Reach.objects.visible_to(request.post)
    reach = get_object_or_404(mine, pk=found.reach_id)
    walks = may_patrol(request.post, reach) and mine.standing(timezone.localdate()).filter(pk=reach.pk).exists()
    return redirect(f"{reverse('patrols:walk')}?reach={reach.pk}" if walks else reach.get_absolute_url())


def _sides(found: Signboard, today: date) -> list[tuple[str, list[tuple[str, str, list[str]]]]]:
    """Front and back as plain values: (side, [(part, heading, lines)])."""
    key = f"board:{found.pk}:{today:%Y%m%d}"
    kept: list[tuple[str, list[tuple[str, str, list[str]]]]] | None = cache.get(key)
    if kept is None:
        kept, shown = [], set(LEFT_OUT)
        for name, blocks in board_text(found, today).sides:
            kept.append((name, [(one.key, one.heading, one.lines) for one in blocks if one.key not in shown]))
            shown |= {one.key for one in blocks}  # what stands on both sides is read once
        cache.set(key, kept, KEPT)
    return kept
