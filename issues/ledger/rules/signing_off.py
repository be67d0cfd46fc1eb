"""销号要求 by class and grade: of several rows that fit, the one that names the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from issues.ledger.models import Issue, SignOffRule
from issues.ledger.rules.remembering import remembered

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def sign_off_rule(issue: Issue) -> SignOffRule | None:
    """What the office asks of the class and grade of this issue; else of the grade alone."""
    rows = SignOffRule.objects.in_force(issue.region_id).filter(severity=issue.severity)
    fitting = (
        rows.filter(Q(category=issue.category_id) | Q(category=None))
        if issue.category_id
        else rows.filter(category=None)
    )
    found = {row.category_id: row for row in fitting.order_by("id")}
    return found.get(issue.category_id) or found.get(None)


def asks_two_people(issue: Issue, post: Post) -> bool:
    """Whether nobody both verifies and signs it off, as the office that signs off has set it; asked once a request."""
    rows = SignOffRule.objects.in_force(post.region_id).order_by().values_list("category_id", "severity", "two_people")
    known = {(row[0], row[1]): row[2] for row in remembered(post, "who signs off", timezone.localdate(), rows)}
    return bool(known.get((issue.category_id, issue.severity), known.get((None, issue.severity), False)))


def of_two_people(post: Post) -> Q:
    """The same asked of the database."""
    rows = SignOffRule.objects.in_force(post.region_id).order_by().filter(severity=OuterRef("severity"))
    own, general = rows.filter(category=OuterRef("category")), rows.filter(category=None)
    return Q(Exists(own.filter(two_people=True))) | ~Q(Exists(own)) & Q(Exists(general.filter(two_people=True)))
