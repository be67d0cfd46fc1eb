"""What a walker sees before setting out: the own reaches with what they owe, and others by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Q
from django.utils import timezone

from hezhang.core.accounts.models import Post
from patrols.delegations.facts import asked_of, until_words, walked_by
from patrols.judgement.facts.duties import owed_now
from patrols.norms.rules.duty import PeriodDuty
from patrols.walks.models import Patrol
from patrols.warnings.facts import warned_now
from patrols.warnings.models import RiverWarning
from rivers.registry.models import Reach

MANY = 30
LONGEST = 80  # characters: no reach has a longer name


@dataclass(frozen=True)
class Walkable:
    """A reach one may set out on: when this person last walked it, what it still owes (norms per reach), and for whom it is
    walked by who was asked to."""

    reach: Reach
    last: datetime | None
    owed: PeriodDuty | None = None
    for_whom: str = ""


@dataclass(frozen=True)
class Outlook:
    """The start page: the own reaches, and what the chief owes in the periods that run."""

    own: list[Walkable]
    owed: list[PeriodDuty]
    warnings: list[RiverWarning] = field(default_factory=list)


def outlook(post: Post) -> Outlook:
    """What this walker sees before setting out; about eight queries."""
    today = timezone.localdate()
    reaches = list(walked_by(post, today).select_related("river").order_by("code"))
    asked = {row.tenure.reach_id: until_words(row) for row in asked_of(post, today)}
    owed = owed_now(post)
    per_reach = {one.reach_id: one for one in owed if one.reach_id}
    last = last_walks(post, reaches)
    own = [Walkable(reach, last.get(reach.pk), per_reach.get(reach.pk), asked.get(reach.pk, "")) for reach in reaches]
    return Outlook(own, [one for one in owed if one.reach_id is None], warned_now(reaches))


def last_walks(post: Post, reaches: list[Reach]) -> dict[int, datetime]:
    """When this person last walked each of the reaches."""
    # By person, not by post: who acts under another office knows when they were last at the water.
    rows = Patrol.objects.filter(user_id=post.user_id, reach__in=reaches)
    return dict(rows.values_list("reach_id").annotate(last=Max("started_at")))


def other_reaches(post: Post, word: str, *, anyhow: bool = False) -> list[Reach]:
    """Reaches of the post's region by name or initials, at most 30; without a word none, or the first ones ``anyhow``."""
    if (not word and not anyhow) or len(word) > LONGEST:
        return []
    named = Q(name__icontains=word) | Q(pinyin__startswith=word.lower()) | Q(code__iexact=word)
    here = Reach.objects.visible_to(post).standing(timezone.localdate())
    return list(here.filter(named).select_related("river").order_by("code")[:MANY])
