"""What pages and phones say of delegations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hezhang.core.kernel.words import day_words
from patrols.delegations.models import Delegation
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.registry.queries import ReachQuery


def asked_of(post: Post, today: date) -> QuerySet[Delegation]:
    """By which the post walks for others today, in the order of the reaches."""
    rows = Delegation.objects.current(today).filter(post=post).with_names()
    return rows.order_by("tenure__reach__code", "pk")


def walked_by(post: Post, today: date) -> ReachQuery:
    """The reaches that the post walks: its own, those of chiefs on leave, and those it was asked to walk."""
    own = Reach.objects.of_chief(post, today).order_by().values("pk")
    asked = Delegation.objects.current(today).filter(post=post).order_by().values("tenure__reach")
    return Reach.objects.filter(Q(pk__in=own) | Q(pk__in=asked))


def until_words(row: Delegation) -> str:
    """代尚有田巡河，至 2027年3月5日."""
    return f"代{row.tenure.post.user.name}巡河，至 {day_words(row.span[1])}"
