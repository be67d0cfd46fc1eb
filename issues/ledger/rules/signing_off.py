"""销号要求 by class and grade: of several rows that fit, the one that names the class."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from issues.ledger.models import Issue, SignOffRule
from issues.ledger.rules.asking import sign_off_rules

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
    known = sign_off_rules(post, timezone.localdate())
    return known.get((issue.category_id, issue.severity), known.get((None, issue.severity), False))


def of_two_people(post: Post, day: date) -> Q:
    """The same asked of the database. The office's few rows are written out: a sub-query for each problem, which the
    planner thinks dear, made it read all 200,000 that wait before it counted the first thousand (50 ms instead of 3)."""
    classes: dict[str, dict[Any, bool]] = {}
    for (category, severity), two_people in sign_off_rules(post, day).items():
        classes.setdefault(severity, {})[category] = two_people
    asked = Q(pk__in=[])
    for severity, of_class in sorted(classes.items()):
        rest = of_class.pop(None, False)  # of the grade alone
        others = Q(category__in=sorted(pk for pk, two_people in of_class.items() if two_people != rest))
        asked |= Q(severity=severity) & (~others if rest else others)
    return asked
