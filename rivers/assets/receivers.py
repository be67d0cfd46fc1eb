"""The tab 一河一档 of the homes of rivers and reaches, and the figure of assets on a river's overview."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from rivers.assets.models import Asset
from rivers.registry import homes
from rivers.registry.facts import Tally
from rivers.registry.models import Reach, River
from rivers.registry.services.lifetime import standing_words
from rivers.registry.signals import lifetime_asked, river_figures

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def connect() -> None:
    homes.RIVER.add("dossier", "一河一档", "rivers:river_dossier", order=40)
    homes.REACH.add("dossier", "涉河对象", "rivers:reach_dossier", order=40)
    river_figures.connect(figure_of_river, dispatch_uid="rivers.assets.river")
    lifetime_asked.connect(still_there, dispatch_uid="rivers.assets.lifetime")


def still_there(sender: type[River | Reach], shown: River | Reach, on: date | None, **_: Any) -> list[str]:
    """What stands at a river or a reach ends, or is entered elsewhere, before it does."""
    if on is None:
        return []
    of = {"river": shown} if isinstance(shown, River) else {"reach": shown}
    rows = Asset.objects.filter(**of).outliving(on).order_by("code")
    return standing_words("未终止的涉河对象", "个", rows.values_list("name", flat=True))


def figure_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> list[Tally]:
    rows = Asset.objects.visible_to(post).standing(today).filter(river=shown)
    return [Tally("涉河对象", rows, f"{reverse('rivers:assets')}?river={shown.pk}", 60, "个", "blue", "blue")]
