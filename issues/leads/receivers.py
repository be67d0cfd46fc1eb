"""What the ledger asks, and leads answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from issues.leads.facts import leads_of_issue
from issues.leads.rules import sees_leads
from issues.ledger.signals import origins_asked

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.ledger.models import Issue


@receiver(origins_asked, dispatch_uid="issues.leads.origins")
def origins(sender: Any, issue: Issue, post: Post, **_: Any) -> list[tuple[str, Any]]:
    """The leads that it was, or that were joined to it; units are told of none."""
    words = leads_of_issue(issue, post) if sees_leads(post) else ""
    return [("来源线索", words)] if words else []
