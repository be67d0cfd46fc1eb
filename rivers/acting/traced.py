"""The history of actings."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.acting.models import Acting

trace(
    Traced(
        thing="acting",
        model=Acting,
        rows=lambda post: Acting.objects.visible_to(post).with_names(),
        rule=sees_business,
        url=Acting.get_absolute_url,
    )
)
