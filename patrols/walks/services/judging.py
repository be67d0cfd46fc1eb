"""Whether a walk counts, by the thresholds of its district; again when its track arrives."""

from __future__ import annotations

from datetime import datetime

from hezhang.core.audit import services as audit
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import shortened
from patrols.norms.models import Threshold
from patrols.walks import rules
from patrols.walks.choices import Counting
from patrols.walks.models import Patrol
from patrols.walks.rules import Measured, Walked


def judge(patrol: Patrol, walked: Walked | None = None) -> Verdict:
    """By its thresholds; writes the verdict on the row, which the caller saves. ``walked``: what its track amounts to."""
    # Off nearly everywhere, and asked with every walk: whose row holds here is worked out only where one is on.
    switched_on = Threshold.objects.filter(tier=patrol.tier, is_on=True)
    threshold = switched_on.in_force(patrol.region_id).first() if switched_on.exists() else None
    hours = _hours_since(patrol) if threshold and threshold.hours else None
    verdict = rules.counting(patrol.kind, Measured(patrol.minutes, hours, walked), threshold)
    patrol.counting = Counting.COUNTS if verdict else Counting.NOT
    patrol.counting_why = shortened(verdict.reason, 200)
    return verdict


def judge_again(patrol: Patrol, walked: Walked, at: datetime) -> bool:
    """With the track that has arrived; whether the verdict is another one. What the office has said, or has still to say,
    stays. ``patrol`` is locked by the caller. Scores that are frozen are not touched: they are kept as they were reckoned."""
    if patrol.counting == Counting.REVIEW or patrol.reviews.in_force().exists():
        return False
    before = {"counting": patrol.counting, "why": patrol.counting_why}
    judge(patrol, walked)
    after = {"counting": patrol.counting, "why": patrol.counting_why}
    if after == before:
        return False
    patrol.save(update_fields=["counting", "counting_why"])
    audit.record("patrol.judge_again", patrol, post=patrol.post, before=before, after=after, at=at)
    return before["counting"] != after["counting"]


def _hours_since(patrol: Patrol) -> float | None:
    """From the end of the walker's last walk to the start of this one; None for the first."""
    earlier = Patrol.objects.filter(user_id=patrol.user_id, started_at__lt=patrol.started_at).order_by(
        "-started_at", "-id"
    )
    last = earlier.exclude(pk=patrol.pk).values_list("ended_at", flat=True).first()
    return None if last is None else max(0.0, (patrol.started_at - last).total_seconds() / 3600)
