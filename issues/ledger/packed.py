"""What of the ledger a phone keeps to work without signal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hezhang.core.parcels.pack import add_part
from issues.ledger import rules
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

WAITING = 12
# What is filled in at the river.
OUTDOORS = ("settle", "pass_on", "rectify", "apply", "verify", "send_back", "hold", "rebound", "assist", "answer")


def issues_part(post: Post, today: date, pack: dict[str, Any]) -> None:
    """The pages of what waits for the post, with the forms of its steps."""
    if not rules.sees_ledger(post):
        return
    for issue in TABLE.waiting_for(post, Issue.objects.with_names()).order_by("state_since", "id")[:WAITING]:
        pack["pages"] += [issue.get_absolute_url(), *_forms(issue, post)]


def _forms(issue: Issue, post: Post) -> list[str]:
    """Where the steps are filled in that somebody takes at the river."""
    rows = [TABLE[verb] for verb in OUTDOORS if issue.state in TABLE[verb].sources]
    return [TABLE.url(row.verb, issue) for row in rows if TABLE.may(issue, row.verb, post)]


add_part("issues", issues_part)
