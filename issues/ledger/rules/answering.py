"""Which chief answers for an issue: by the reach that he leads, and while nobody has followed him."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from issues.ledger.rules.raising import LEADING
from issues.ledger.rules.remembering import remembered
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.ledger.models import Issue

# The reach of a tenure and those above it, as far as there are tiers above a village's: 村 → 乡 → 县 → 市.
UP_FROM_TENURE = ["reach_id", "reach__parent_id", "reach__parent__parent_id", "reach__parent__parent__parent_id"]


def answers_for(issue: Issue, post: Post, day: date) -> bool:
    """Whether the post is chief of the reach that day, or of the nearest above where it is vacant.

    The chief of the day of finding, too, until a successor has come.
    """
    if issue.reach_id in reaches_led(post, day):
        return True
    return issue.chief_id == post.pk and issue.reach_id not in reaches_handed_over(post, day)


def answered_for(post: Post, day: date) -> Q:
    """The same asked of the database."""
    found_under = Q(chief_id=post.pk) & ~Q(reach_id__in=sorted(reaches_handed_over(post, day)))
    return Q(reach_id__in=sorted(reaches_led(post, day))) | found_under


@remembered
def reaches_led(post: Post, day: date) -> Iterable[int]:
    """Reaches of which the post is chief or deputy that day, or stands in, and the vacant ones below that are left to it."""
    held = Tenure.objects.current(day).filter(post=post, kind__in=LEADING)
    acting = Tenure.objects.led_by(post, day)
    left = Reach.objects.left_to(post, day)
    # One question: the desk counts them.
    own = Q(pk__in=held.values("reach_id")) | Q(pk__in=acting.values("reach_id"))
    reaches = Reach.objects.filter(own | Q(pk__in=left.order_by().values("pk")))
    return reaches.order_by().values_list("pk", flat=True)


def reach_led_for(reach_id: int | None, day: date) -> int | None:
    """The reach whose chief answers for this one that day: itself, or the nearest above that has a responsible chief."""
    led = Reach.objects.with_parents().filter(pk=reach_id).first()
    held = Tenure.objects.current(day).filter(kind=TenureKind.RESPONSIBLE)
    while led and not held.filter(reach=led).exists():
        led = led.parent
    return led.pk if led else None


@remembered
def reaches_handed_over(post: Post, day: date) -> Iterable[int]:
    """Reaches that the post has ever had, and those below them, of which somebody else is the responsible chief that day.

    An issue's chief was responsible for its reach on the day of finding, or for the nearest above that had a chief: so
    no issue need be read for it.
    """
    had = Tenure.objects.filter(post=post, kind=TenureKind.RESPONSIBLE).values("reach_id")
    here_or_below = Q(*((f"{path}__in", had) for path in UP_FROM_TENURE), _connector=Q.OR)
    others = Tenure.objects.current(day).filter(here_or_below, kind=TenureKind.RESPONSIBLE).exclude(post=post)
    return others.values_list("reach_id", flat=True)
