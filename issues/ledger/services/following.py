"""Open issues follow their reach when it is split or joined; what is signed off stays where it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from hezhang.core.audit.services import record
from issues.ledger.models import Issue
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def follow_reach(targets: Mapping[int, Reach], *, by: Post | None, at: datetime) -> None:
    """Each issue, by its number in the database, to its new reach; within the caller's transaction."""
    # Its state, its deadline and who was chief on the day of finding stay; only where it lies is told anew.
    for issue in (
        Issue.objects.select_for_update(of=("self",)).select_related("reach").filter(pk__in=targets).order_by("pk")
    ):
        before, issue.reach = issue.reach, targets[issue.pk]
        issue.save(update_fields=["reach"])
        record("issue.follow_reach", issue, post=by, at=at, before={"reach": before}, after={"reach": issue.reach})
