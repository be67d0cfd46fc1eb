"""What of campaigns a phone keeps to work without signal: the check lists of what waits for its team."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from hezhang.core.parcels.pack import add_part
from issues.campaigns import rules
from issues.campaigns.models import Visit
from issues.campaigns.workflow import VISIT_TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST = 6  # reaches; each takes two of the pages that a phone keeps


def visits_part(post: Post, today: date, pack: dict[str, Any]) -> None:
    """Before the pages of the ledger, which may be more than a phone keeps. One query."""
    if not rules.sees_campaigns(post):
        return
    waiting = VISIT_TABLE.waiting_for(post, Visit.objects.order_by("state_since", "id"))
    pages = [
        page
        for visit in waiting[:MOST]
        for page in (visit.get_absolute_url(), reverse("issues:submit_visit", args=[visit.pk]))
    ]
    pack["pages"] = [*pages, *pack["pages"]]


add_part("campaigns", visits_part)
