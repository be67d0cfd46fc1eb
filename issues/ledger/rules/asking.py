"""What the queue must know of a post before it is put together: in one statement, as a desk counts its questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Q, QuerySet, Subquery, Value

from hezhang.core.accounts.models import Post
from issues.ledger.choices import State
from issues.ledger.models import CoUnit, Issue, SignOffRule
from issues.ledger.rules.remembering import remembered

HAND, RULE = "hand", "rule"


@remembered
def units_held(post: Post, day: date) -> Iterable[int]:
    """Units of all the posts that the post's holder has that day, and the post's own."""
    return {*post.user.units_on(day), *([post.department_id] if post.department_id else [])}


def hands(post: Post, day: date) -> tuple[Q, Q, QuerySet[CoUnit]]:
    """Whatever the post's holder rectified, what his units have, and their open parts in what others have."""
    units = sorted(units_held(post, day))
    helped = CoUnit.objects.filter(unit_id__in=units, issue__is_open=True).order_by()
    return Q(applied_by_id=post.user_id), Q(unit_id__in=units), helped


def has_in_hand(post: Post, day: date) -> bool:
    """Whether any open issue was rectified or checked first by the post's holder, or a unit of his has it or helps in it."""
    return any(kind == HAND for kind, *_ in _asked(post, day))


def sign_off_rules(post: Post, day: date) -> dict[tuple[int | None, str], bool]:
    """(class, None for all, grade) → whether two people sign off, in the post's region."""
    return {(category, severity): bool(two) for kind, category, severity, two in _asked(post, day) if kind == RULE}


@remembered
def _asked(post: Post, day: date) -> Iterable[Any]:
    """Rows (which, key, grade, yes).

    Questions without an order, side by side: asked as one condition, or in the ledger's order, SQLite walks over all that
    is open. The first counts, so that it can only be answered from the holder's own.
    """
    by_me, ours, helped = hands(post, day)
    mine = Issue.objects.filter(by_me).order_by().values("applied_by")
    rectified = mine.annotate(open=Count("pk", filter=Q(is_open=True))).values("open")
    of_units = Exists(Issue.objects.open().filter(ours).order_by())
    checked_first = Issue.objects.filter(first_checked_by=post.user_id, state=State.APPLIED).order_by()
    theirs = of_units | Exists(helped) | Exists(checked_first)
    found = Post.objects.filter(pk=post.pk).order_by().annotate(mine=Subquery(rectified), theirs=theirs)
    in_hand = found.filter(Q(mine__gt=0) | Q(theirs=True)).values_list(Value(HAND), "pk", Value(""), Value(True))
    rules = SignOffRule.objects.in_force(post.region_id).order_by()
    return in_hand.union(rules.values_list(Value(RULE), "category_id", "severity", "two_people"), all=True)
