"""The history of assets; what their fields said is named by the fields themselves."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.assets.models import Asset

trace(
    Traced(
        thing="asset",
        model=Asset,
        rows=lambda post: Asset.objects.visible_to(post).with_names(),
        rule=sees_business,
        url=Asset.get_absolute_url,
    )
)
