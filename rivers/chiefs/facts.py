"""What pages show of tenures."""

from __future__ import annotations

from datetime import date

from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import standing
from rivers.registry.models import Reach


def tenures_of(reach: Reach, today: date) -> list[tuple[Tenure, str]]:
    """Every tenure of the reach with its standing in one word; those in office first, then the latest."""
    tenures = list(Tenure.objects.filter(reach=reach).select_related("post__user", "post__region", "post__department"))
    tenures.sort(key=lambda one: (one.ends_on is not None and one.ends_on < today, -one.starts_on.toordinal()))
    return [(one, standing(one.starts_on, one.ends_on, today)) for one in tenures]
