"""The history of warnings."""

from __future__ import annotations

from hezhang.core.office.journal.traced import Traced, trace
from patrols.walks.rules import sees_patrols
from patrols.warnings.models import RiverWarning

trace(
    Traced(
        thing="river_warning",
        model=RiverWarning,
        rows=lambda post: RiverWarning.objects.visible_to(post).with_names(),
        rule=sees_patrols,
        url=RiverWarning.get_absolute_url,
    )
)
