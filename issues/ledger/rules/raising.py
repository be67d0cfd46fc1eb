"""上报: whom a village's finding goes to, derived from the tenures of the day, and until when he may answer (decision 0068)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import Verdict, yes_if
from hezhang.core.kernel.words import day_words
from issues.ledger.rules.remembering import remembered
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from issues.ledger.models import Issue

# A deputy may act for the chief in every step, but only the responsible one is succeeded.
LEADING = [TenureKind.RESPONSIBLE, TenureKind.DEPUTY]


def town_reach(reach: Reach | None) -> Reach | None:
    """The town's reach: this one, or the one around it; None where there is none of that tier."""
    around = reach if reach is None or reach.tier == Tier.TOWN else reach.parent
    return around if around and around.tier == Tier.TOWN else None


def asked(issue: Issue, day: date) -> list[Post]:
    """Who answers it that day: chief and deputies of the town's reach, and who stands in for the chief; in the order of their posts.

    Only those who see the place, from above a village; and nobody answers what he found himself.
    """
    reach = town_reach(issue.reach)
    if reach is None:
        return []
    held = Tenure.objects.current(day).filter(reach=reach, kind__in=LEADING)
    acting = Acting.objects.current(day).filter(tenure__in=held.filter(kind=TenureKind.RESPONSIBLE).values("pk"))
    led = Q(pk__in=held.values("post_id")) | Q(pk__in=acting.values("post_id"))
    rows = Post.objects.current(day).filter(led, role=Role.CHIEF).select_related("user", "region").order_by("pk")
    finder = issue.reporter.user_id if issue.reporter else None
    return [
        post
        for post in rows
        if post.user_id != finder and _may_be_asked(post) and post.region.contains(issue.region_id)
    ]


def asked_words(issue: Issue, day: date) -> str:
    """桥头镇河长（张三）: who is asked that day; the town alone where it is nobody."""
    reach = town_reach(issue.reach)
    names = "、".join(dict.fromkeys(post.user.name for post in asked(issue, day)))
    return f"{reach.region.name if reach else ''}河长{f'（{names}）' if names else ''}"


def is_asked(issue: Issue, post: Post, at: datetime) -> bool:
    """Whether the post is one of them."""
    if not _may_be_asked(post) or issue.reach_id not in _reaches_asked(post, timezone.localdate(at)):
        return False
    return issue.reporter_id not in _own_posts(post, timezone.localdate(at)) and post.region.contains(issue.region_id)


def asked_of(post: Post, at: datetime) -> Q | None:
    """The same asked of the database, among what the post sees."""
    reaches = _reaches_asked(post, timezone.localdate(at)) if _may_be_asked(post) else frozenset()
    return Q(reach_id__in=sorted(reaches)) & ~Q(reporter__user_id=post.user_id) if reaches else None


def _may_be_asked(post: Post) -> bool:
    """A village's own chiefs, of whom there are most, never are: their desks are spared the question."""
    return post.role == Role.CHIEF and post.region.tier != Tier.VILLAGE


@remembered
def _reaches_asked(post: Post, day: date) -> Iterable[int]:
    """The towns' reaches that the post leads that day or stands in for, and the villages' in them."""
    held = Tenure.objects.current(day).filter(post=post, kind__in=LEADING)
    own = Q(pk__in=held.values("reach_id")) | Q(pk__in=Tenure.objects.led_by(post, day).values("reach_id"))
    towns = Reach.objects.filter(own, tier=Tier.TOWN).order_by().values("pk")
    here = Reach.objects.filter(Q(pk__in=towns) | Q(parent__in=towns))
    return here.order_by().values_list("pk", flat=True)


@remembered
def _own_posts(post: Post, day: date) -> Iterable[int]:
    return Post.objects.filter(user_id=post.user_id).order_by().values_list("pk", flat=True)


def may_answer_raised(issue: Issue, post: Post, at: datetime) -> Verdict:
    """In time: the day after, it is the office's, whether or not the clock's step has been taken."""
    in_time = issue.answer_on is not None and timezone.localdate(at) <= issue.answer_on
    return yes_if(in_time, f"答复期限（{day_words(issue.answer_on)}）已过，由河长办登记办理。有新情况请告知河长办。")


def answerable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return Q(answer_on__gte=timezone.localdate(at))


def why_not_raised(issue: Issue, day: date) -> str:
    """Why nobody of the town can be asked that day; "" where somebody can."""
    reach = town_reach(issue.reach)
    if reach is None:
        return "本河段没有上一级的乡镇级河段"
    if asked(issue, day):
        return ""
    finder = issue.reporter.user_id if issue.reporter else None
    own = Tenure.objects.current(day).filter(reach=reach, kind=TenureKind.RESPONSIBLE, post__user_id=finder)
    return "发现人本人是乡镇级河长" if own.exists() else f"{reach.region.name}乡镇级河长空缺"
