"""What a walker reads once a walk is handed in: whether the period is done, what becomes of what was found, where to go next."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.models import Post
from patrols.judgement.facts.outlook import Walkable, outlook
from patrols.judgement.facts.stead import steads
from patrols.norms.rules.counting import Line, Walked
from patrols.norms.rules.duty import PeriodDuty, Span
from patrols.tracks.models import Track
from patrols.walks.choices import Counting, FindingState
from patrols.walks.models import Patrol
from patrols.walks.services import standing_of


@dataclass(frozen=True)
class Receipt:
    """``owed``: the running periods that this walk could help to meet; ``following``: the reach that wants walking next."""

    owed: list[PeriodDuty]
    following: Walkable | None
    open_count: int
    settled_count: int
    # The rules that the walk was judged by and has met; what it has not, its reason says.
    met: list[Line]
    # Whose walk this is, where it was done in a chief's stead: 代尚有田巡河.
    for_whom: str = ""


def receipt(patrol: Patrol, post: Post) -> Receipt:
    """For the walker; about five queries."""
    seen = outlook(post)
    here = [each.owed for each in seen.own if each.reach.pk == patrol.reach_id and each.owed]
    states = list(patrol.findings.values_list("state", flat=True))
    return Receipt(
        owed=[*here, *seen.owed],
        following=_following(seen.own, patrol, is_done=all(one.is_met for one in seen.owed)),
        open_count=states.count(FindingState.OPEN),
        settled_count=states.count(FindingState.SETTLED),
        met=_met(patrol),
        for_whom=_for_whom(patrol),
    )


def _for_whom(patrol: Patrol) -> str:
    day = timezone.localdate(patrol.started_at)
    walker = steads(lambda to_post: Q(**{f"{to_post}pk": patrol.post_id}), Span(day, day))
    chief = next((one.chief_id for one in walker if one.is_of(patrol.post_id, patrol.reach_id, day)), None)
    return f"代{Post.objects.select_related('user').get(pk=chief).user.name}巡河，计入其应巡次数" if chief else ""


def _met(patrol: Patrol) -> list[Line]:
    """Empty where the district asks nothing. What waits for the office's word, or has it, was not judged by the rules."""
    if patrol.counting == Counting.REVIEW or patrol.reviews.in_force().exists():
        return []
    track = Track.objects.filter(patrol=patrol).first()
    lines = standing_of(patrol, Walked(track.metres, track.share) if track else None)
    return [line for line in lines if line.is_met]


def _following(own: list[Walkable], patrol: Patrol, *, is_done: bool) -> Walkable | None:
    """Another own reach that is still owed; where nothing is, the one not walked for longest, unless all has been done."""
    others = [each for each in own if each.reach.pk != patrol.reach_id]
    lacking = [each for each in others if each.owed and not each.owed.is_met]
    if lacking or is_done:
        return lacking[0] if lacking else None
    return min(others, key=lambda each: each.last.timestamp() if each.last else 0, default=None)
