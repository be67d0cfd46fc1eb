"""The history of leaves."""

from __future__ import annotations

from hezhang.core.office.journal.traced import Traced, trace
from patrols.excuses.models import Excuse
from patrols.walks.rules import sees_patrols

trace(
    Traced(
        thing="leave",
        model=Excuse,
        rows=lambda post: Excuse.objects.visible_to(post).with_names(),
        rule=sees_patrols,
        url=Excuse.get_absolute_url,
    )
)
