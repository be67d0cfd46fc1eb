"""The tabs of the signboards in the homes of rivers and reaches, and their figure in the overviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from rivers.boards import facts
from rivers.boards.models import Signboard
from rivers.registry import homes
from rivers.registry.facts import Tally
from rivers.registry.models import Reach, River
from rivers.registry.services import standing_words
from rivers.registry.signals import lifetime_asked, reach_figures, river_figures

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    homes.RIVER.add("boards", "公示牌", "rivers:river_boards", order=90)
    homes.REACH.add("boards", "公示牌", "rivers:reach_boards", order=90)
    river_figures.connect(figures_of_river, dispatch_uid="rivers.boards.figures")
    reach_figures.connect(figures_of_reach, dispatch_uid="rivers.boards.reach_figures")
    lifetime_asked.connect(still_up, sender=Reach, dispatch_uid="rivers.boards.lifetime")


def still_up(sender: type[Reach], shown: Reach, on: date | None, **_: Any) -> list[str]:
    """A reach ends without boards: they would name a chief whom it has no longer."""
    if on is None:
        return []
    boards = Signboard.objects.filter(reach=shown).standing(on + timedelta(days=1)).order_by("code")
    return standing_words("未拆除的公示牌", "块", boards.values_list("code", flat=True))


def figures_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> list[Tally]:
    rows = Signboard.objects.visible_to(post).standing(today).filter(reach__river=shown)
    return [_stale_figure(rows, today, reverse("rivers:river_boards", args=[shown.pk]))]


def figures_of_reach(sender: type[Reach], shown: Reach, post: Post, today: date, **_: Any) -> list[Tally]:
    rows = Signboard.objects.visible_to(post).standing(today).filter(reach=shown)
    return [_stale_figure(rows, today, reverse("rivers:reach_boards", args=[shown.pk]))]


def _stale_figure(rows: Any, today: date, url: str) -> Tally:
    """Boards that show something that is no longer so."""
    stale = facts.stale(facts.with_since(rows, today))
    return Tally("公示牌应更新", stale, f"{url}?only=stale", 90, "块", "orange")
