"""Assets on the map: each kind is a layer of its own, asked for when it is switched on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.words import day_words
from rivers.assets.facts import kinds_of, lines_of
from rivers.assets.models import Asset, ObjectKind
from rivers.map.facts.parts import MOST_ROWS, Box, Listed, Row, Shade, SpotKind, in_box

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST_FACTS = 8
GROUP = "涉河对象"


def asset_kinds(post: Post) -> list[SpotKind]:
    """A layer for every kind that holds where the post is and has a position."""
    return [_layer(kind) for kind in kinds_of(post).filter(has_position=True)]


def _layer(kind: ObjectKind) -> SpotKind:
    return SpotKind(
        f"asset{kind.pk}", kind.name, kind.shape, [Shade(kind.name, kind.colour)], "rivers:map_asset",
        partial(_spots, kind), partial(_listed, kind), False, GROUP,
    )  # fmt: skip


def _spots(kind: ObjectKind, post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    rows = Asset.objects.visible_to(post).standing(on).filter(kind=kind, lat__isnull=False, lng__isnull=False)
    for pk, lat, lng in rows.order_by("pk").values_list("pk", "lat", "lng").iterator():
        yield pk, lat, lng, 0


def _listed(kind: ObjectKind, post: Post, on: date, box: Box) -> Listed:
    rows = in_box(Asset.objects.visible_to(post).standing(on).filter(kind=kind), box)
    found = list(rows.select_related("river", "region").order_by("code")[: MOST_ROWS + 1])

    def row(one: Asset) -> Row:
        where = one.river.name if one.river else one.region.name
        return Row(f"asset{kind.pk}-{one.pk}", one.name, one.keeper or where, one.code)

    return Listed.of(found, row)


def asset_told(asset: Asset, on: date) -> list[tuple[str, Any]]:
    """What the panel says: where it is, whose it is, and the first of its fields on that day."""
    said = [(line.field.name, line.words) for line in lines_of(asset, asset.kind, on) if line.words]
    told: list[tuple[str, Any]] = [("类别", asset.kind.name), ("河湖", asset.river.name if asset.river else None)]
    told += [("责任（管理）单位", asset.keeper)] if asset.keeper else []
    told += said[:MOST_FACTS]
    return told + ([("对象终止时间", day_words(asset.ended_on))] if asset.ended_on else [])
