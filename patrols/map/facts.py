"""When a reach was last walked, as of any day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.words import day_words
from patrols.walks.models import Patrol
from rivers.map.facts.parts import Colouring, Shade
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Days since the last walk, and the shade up to there: a week and a month are the commonest norms (乡级每旬、村级每周).
STEPS = [(7, 0), (30, 1), (90, 2)]
SHADES = [
    Shade("7 天内巡过", "#2c9b4b"),
    Shade("8–30 天", "#3d8fd6"),
    Shade("31–90 天", "#c79a00", (12, 5)),
    Shade("90 天内没有巡过", "#cf2418", (5, 4), 1.3),
]


def last_walks(post: Post, reaches: QuerySet[Reach], on: date) -> dict[int, int]:
    """By the last walk that counts and was begun on that day or before; whoever has none in 90 days is not named."""
    first, last = on - timedelta(days=STEPS[-1][0] - 1), on
    walks = Patrol.objects.visible_to(post).counted_in(Period("span", first, last, day_words(on)))
    ends = [(Period("span", on - timedelta(days=days - 1), on, "").bounds()[0], shade) for days, shade in STEPS]
    found = (
        walks.filter(reach__in=reaches.order_by().values("pk"))
        .order_by()
        .values("reach")
        .annotate(last=Max("started_at"))
    )
    return {
        reach: next(shade for begin, shade in ends if at >= begin)
        for reach, at in found.values_list("reach_id", "last")
    }


WALKED = Colouring("patrol", "巡河", SHADES, last_walks, "最近一次计入的巡河距当天几天；市、县、镇、村段各计各的。")
