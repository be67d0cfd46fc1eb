"""What assets are found by."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.assets.models import Asset


def text(asset: Asset) -> str:
    river = asset.river.name if asset.river else ""
    parts = [asset.name, initials(asset.name), asset.code, asset.kind.name, initials(asset.kind.name), river]
    return " ".join([*parts, initials(river), asset.region.name, asset.place, asset.keeper])


def hit(asset: Asset) -> Hit:
    where = asset.river.name if asset.river else asset.region.name
    ended = "已终止" if asset.ended_on else ""
    return Hit(
        asset.name, " · ".join(filter(None, [asset.kind.name, where, asset.code, ended])), asset.get_absolute_url()
    )


register(
    Source(
        kind="asset",
        title="涉河对象",
        icon="flag",
        model=Asset,
        text=text,
        fields=frozenset({"name", "code", "kind", "river", "region", "place", "keeper"}),
        joined=("kind", "river", "region"),
        leans={"kind": "name", "river": "name", "region": "name"},
        rank=65,
        rows=lambda post: Asset.objects.visible_to(post).with_names(),
        name="name",
        order=("code",),
        hit=hit,
        list_url="rivers:assets",
        rule=sees_business,
    )
)
