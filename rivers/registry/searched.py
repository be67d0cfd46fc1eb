"""What rivers and reaches are found by."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.registry.models import Reach, River


def river_text(river: River) -> str:
    parts = [river.name, initials(river.name), river.code, river.national_code, river.get_kind_display()]
    return " ".join([*parts, river.region.name, river.basin, river.remark])


def river_hit(river: River) -> Hit:
    line = f"{river.get_kind_display()} · {river.region.name} · {river.code}"
    return Hit(river.name, line, river.get_absolute_url())


def reach_text(reach: Reach) -> str:
    above = reach.region.parent.name if reach.region.parent else ""
    parts = [reach.name, initials(reach.name), reach.code, reach.river.name, initials(reach.river.name)]
    return " ".join([*parts, reach.region.name, above, reach.start_place, reach.end_place])


def reach_hit(reach: Reach) -> Hit:
    line = f"{reach.get_tier_display()}河段 · {reach.region.name} · {reach.code}"
    return Hit(reach.name, line, reach.get_absolute_url())


register(
    Source(
        kind="river",
        title="河湖",
        icon="river",
        model=River,
        text=river_text,
        fields=frozenset({"name", "code", "national_code", "kind", "region", "basin", "remark"}),
        joined=("region",),
        leans={"region": "name"},
        rank=20,
        rows=lambda post: River.objects.visible_to(post).select_related("region"),
        name="name",
        order=("code",),
        hit=river_hit,
        list_url="rivers:rivers",
        rule=sees_business,
    )
)
register(
    Source(
        kind="reach",
        title="河段",
        icon="map",
        model=Reach,
        text=reach_text,
        fields=frozenset({"name", "code", "river", "region", "start_place", "end_place"}),
        joined=("river", "region__parent"),
        leans={"river": "name", "region": "name", "region__parent": "name"},
        rank=30,
        rows=lambda post: Reach.objects.visible_to(post).select_related("region"),
        name="name",
        order=("code",),
        hit=reach_hit,
        list_url="rivers:reaches",
        rule=sees_business,
    )
)
