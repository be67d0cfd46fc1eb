"""The history of rivers and reaches; a reach's has its tenures in it."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.registry.models import Reach, River

trace(
    Traced(
        thing="river",
        model=River,
        rows=lambda post: River.objects.visible_to(post).select_related("region"),
        rule=sees_business,
        url=River.get_absolute_url,
    )
)
trace(
    Traced(
        thing="reach",
        model=Reach,
        rows=lambda post: Reach.objects.visible_to(post).select_related("river", "region", "parent"),
        rule=sees_business,
        url=Reach.get_absolute_url,
        skip=frozenset({"centre_line"}),
        # By the relation: tenures lie in a room above (chiefs).
        also=lambda reach: [Reach._meta.get_field("tenures").related_model._base_manager.filter(reach=reach.pk)],
    )
)
