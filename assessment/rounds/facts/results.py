"""Results as the pages and reports show them: ranks of the round before, points by group, what costs most."""

from __future__ import annotations

from collections.abc import Iterable

from assessment.rounds.models import GroupScore, Round, Score, Subject
from assessment.schemes.choices import Calculation
from hezhang.core.kernel.periods import previous

ADVICE = 3
# What a town can still put right within the quarter; a deadline that was missed or water that was bad stays so.
REGAINABLE = frozenset(
    {Calculation.CHIEF_GAPS, Calculation.BOARDS_OVERDUE, Calculation.PATROL_ZERO, Calculation.CLOSE_RATE}
)


def previous_round(round_: Round) -> Round | None:
    """The round of the quarter (month …) before, in the same region; None if there was none."""
    before = previous(round_.period)
    same = {"region": round_.region_id, "subject_kind": round_.subject_kind, "span": round_.span}
    return Round.objects.filter(**same, starts_on=before.start, computed_at__isnull=False).first()


def previous_ranks(round_: Round) -> dict[str, int]:
    """Rank in the quarter before by region code; empty without such a round."""
    before = previous_round(round_)
    return dict(before.subjects.values_list("region_id", "rank")) if before else {}


def groups_by_subject(subjects: Iterable[Subject]) -> dict[int, dict[int, GroupScore]]:
    """Group scores by subject and group, in one query."""
    found: dict[int, dict[int, GroupScore]] = {subject.pk: {} for subject in subjects}
    for row in GroupScore.objects.filter(subject__in=list(found)):
        found[row.subject_id][row.group_id] = row
    return found


def largest_losses(scores: Iterable[Score], most: int = ADVICE) -> list[Score]:
    """What would raise the total most if it were put right: the scores that cost most points."""
    losing = [score for score in scores if score.loss > 0]
    return sorted(losing, key=lambda score: (-score.loss, score.indicator.order, score.pk))[:most]
