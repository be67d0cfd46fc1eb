"""The history of heads."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.heads.models import HeadTenure

trace(
    Traced(
        thing="head",
        model=HeadTenure,
        rows=lambda post: HeadTenure.objects.visible_to(post).with_names(),
        rule=sees_business,
        url=HeadTenure.get_absolute_url,
    )
)
