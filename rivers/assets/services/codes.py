"""The next code of an asset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rivers.assets.models import Asset
from rivers.registry.choices import Coded
from rivers.registry.services.codes import next_code

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Region
    from rivers.assets.models import ObjectKind


def next_asset_code(kind: ObjectKind, region: Region, *, take: bool = False) -> str:
    """By the region's rule: 330303B000007. ``take``: the number is given out, and nobody gets it again."""
    return next_code(Coded.ASSET, region, Asset.objects.all(), {"letter": kind.letter or "Q"}, take=take)
