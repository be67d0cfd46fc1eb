"""What of the ledger a phone keeps to work without signal."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from hezhang.core.kernel.words import shortened
from hezhang.core.parcels.pack import add_part
from issues.ledger import rules
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

WAITING, OPEN_OF_A_REACH, MOST_OPEN = 12, 5, 500
# What is filled in at the river.
OUTDOORS = ("settle", "pass_on", "rectify", "apply", "verify", "send_back", "hold", "rebound", "assist", "answer")


def issues_part(post: Post, today: date, pack: dict[str, Any]) -> None:
    """What is open at the reaches of the pack; the pages of what waits for the post, with the forms of its steps."""
    if not rules.sees_ledger(post):
        return
    seen = Issue.objects.visible_to(post)
    open_: dict[int, list[dict[str, str]]] = defaultdict(list)
    rows = seen.open().filter(reach__in=[one["id"] for one in pack["reaches"]]).order_by("-found_at", "-pk")
    for pk, reach_id, number, text in rows.values_list("pk", "reach_id", "number", "text")[:MOST_OPEN]:
        if len(open_[reach_id]) < OPEN_OF_A_REACH:
            url = reverse("issues:issue", args=[pk])
            open_[reach_id].append({"number": number, "title": shortened(text, 40), "url": url})
    for reach in pack["reaches"]:
        reach["open"] = open_.get(reach["id"], [])
    for issue in TABLE.waiting_for(post, Issue.objects.with_names()).order_by("state_since", "id")[:WAITING]:
        pack["pages"] += [issue.get_absolute_url(), *_forms(issue, post)]


def _forms(issue: Issue, post: Post) -> list[str]:
    """Where the steps are filled in that somebody takes at the river."""
    rows = [TABLE[verb] for verb in OUTDOORS if issue.state in TABLE[verb].sources]
    return [TABLE.url(row.verb, issue) for row in rows if TABLE.may(issue, row.verb, post)]


add_part("issues", issues_part)
