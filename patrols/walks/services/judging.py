"""Whether a walk counts, by the rules of its district; again when its track arrives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from hezhang.core.audit import services as audit
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import shortened
from hezhang.core.parcels.models import Parcel
from patrols.norms.choices import DEPUTED, ENTERED, KindUse
from patrols.norms.models import KindRule, Threshold
from patrols.norms.rules.counting import Line, Measured, Walked, barring, counting, standing
from patrols.walks.choices import Counting
from patrols.walks.models import Patrol


@dataclass(frozen=True, slots=True)
class Asked:
    """What holds in a place for the walkers of a tier: the threshold that is switched on, and the kinds of which some do not count."""

    threshold: Threshold | None = None
    kinds: tuple[KindRule, ...] = ()

    @property
    def tells_kind(self) -> bool:
        """Whether walkers' own kinds differ, so that each is worth a word."""
        return any(row.way != ENTERED for row in self.kinds)


def asked_of(tier: str, code: str) -> Asked:
    """One question where nothing is switched on anywhere, as nearly everywhere: it is asked with every walk."""
    thresholds, kinds = _switched_on(tier)
    if not _is_any(thresholds, kinds):
        return Asked()
    return Asked(thresholds.in_force(code).first(), tuple(kinds.in_force(code)))


def asked_in(tier: str, codes: Iterable[str]) -> dict[str, Asked]:
    """The same for many places, by code; one question where nothing is switched on, five otherwise."""
    thresholds, kinds = _switched_on(tier)
    if not _is_any(thresholds, kinds):
        return {code: Asked() for code in codes}
    of_time, of_kind = thresholds.by_place(), kinds.by_place()
    return {code: Asked(next(iter(of_time.of(code)), None), tuple(of_kind.of(code))) for code in codes}


def _switched_on(tier: str) -> tuple[Any, Any]:
    # Whether a walk counts for its walker does not hang on whom it was walked for.
    kinds = KindRule.objects.filter(~Q(**{tier: KindUse.COUNTS}) & ~Q(way=DEPUTED))
    return Threshold.objects.filter(tier=tier, is_on=True), kinds


def _is_any(thresholds: Any, kinds: Any) -> bool:
    return bool(thresholds.order_by().values("pk").union(kinds.order_by().values("pk")).exists())


def judge(patrol: Patrol, walked: Walked | None = None) -> Verdict:
    """By what is asked of it today; writes the verdict on the row, which the caller saves. ``walked``: what its track amounts to."""
    asked = asked_of(patrol.tier, patrol.region_id)
    barred = _barred(patrol, asked)
    verdict = counting(patrol.kind, _measured(patrol, asked, walked), asked.threshold, barred)
    patrol.counting = Counting.COUNTS if verdict else Counting.NOT
    patrol.counting_why = shortened(verdict.reason, 200)
    return verdict


def standing_of(patrol: Patrol, walked: Walked | None) -> list[Line]:
    """A sentence for each rule that the walk was judged by; none where it was judged by others than hold today."""
    asked = asked_of(patrol.tier, patrol.region_id)
    measured, barred = _measured(patrol, asked, walked), _barred(patrol, asked)
    verdict = counting(patrol.kind, measured, asked.threshold, barred)
    if (bool(verdict), shortened(verdict.reason, 200)) != (patrol.counting == Counting.COUNTS, patrol.counting_why):
        return []
    return standing(patrol.kind, measured, asked.threshold, barred, tells_kind=asked.tells_kind)


def _measured(patrol: Patrol, asked: Asked, walked: Walked | None) -> Measured:
    hours = _hours_since(patrol) if asked.threshold and asked.threshold.hours else None
    return Measured(patrol.minutes, hours, walked)


def _barred(patrol: Patrol, asked: Asked) -> KindRule | None:
    is_entered = any(row.way == ENTERED for row in asked.kinds) and _is_entered(patrol)
    return barring(list(asked.kinds), patrol.tier, patrol.kind, is_entered=is_entered)


def _is_entered(patrol: Patrol) -> bool:
    """Written down by the office. What it takes from the file of a phone was made by the walker."""
    of_phone = Parcel.objects.filter(user_id=patrol.user_id, client_id=patrol.client_id)
    return patrol.is_backfilled and not of_phone.exists()


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
