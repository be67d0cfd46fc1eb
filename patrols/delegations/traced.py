"""The history of delegations."""

from __future__ import annotations

from hezhang.core.office.journal.traced import Traced, trace
from patrols.delegations.models import Delegation
from patrols.walks.rules import sees_patrols

trace(
    Traced(
        thing="delegation",
        model=Delegation,
        rows=lambda post: Delegation.objects.visible_to(post).with_names(),
        rule=sees_patrols,
        url=Delegation.get_absolute_url,
    )
)
