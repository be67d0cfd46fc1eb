"""Reads that join several tables of the assessment."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from assessment.choices import Calculation, RoundState
from assessment.models import GroupScore, Indicator, Round, Scheme, Score, ScoreRow, Subject
from assessment.scoring import BandRule, GroupRule, ItemRule, SchemeRule

ADVICE = 3
# What a town can still put right within the quarter; a deadline that was missed or water that was bad stays so.
REGAINABLE = frozenset(
    {Calculation.CHIEF_GAPS, Calculation.BOARDS_OVERDUE, Calculation.PATROL_ZERO, Calculation.CLOSE_RATE}
)


def scheme_rule(scheme: Scheme) -> SchemeRule:
    """The scheme as the arithmetic takes it; group keys are primary keys, item keys are codes. Three queries."""
    return SchemeRule(
        groups=tuple(GroupRule(str(group.pk), group.points) for group in scheme.groups.all()),
        items=tuple(item_rule(indicator) for indicator in scheme.indicators.all()),
        bands=tuple(BandRule(band.name, band.at_least, band.is_cap) for band in scheme.bands.all()),
        bonus_cap=scheme.bonus_cap,
    )


def item_rule(indicator: Indicator) -> ItemRule:
    """An indicator as the arithmetic takes it."""
    group = str(indicator.group_id) if indicator.group_id else None
    return ItemRule(indicator.code, indicator.shape, indicator.points, group, indicator.cap)


def previous_round(round: Round) -> Round | None:
    """The round of the quarter before, in the same region; None if there was none."""
    year, quarter = (round.year, round.quarter - 1) if round.quarter > 1 else (round.year - 1, 4)
    return Round.objects.filter(region=round.region_id, year=year, quarter=quarter, computed_at__isnull=False).first()


def previous_ranks(round: Round) -> dict[str, int]:
    """Rank in the quarter before by region code; empty without such a round."""
    before = previous_round(round)
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


def wrong_sums(round: Round) -> list[Score]:
    """Scores whose figure is not the sum of their rows: none, ever. Two queries."""
    sums = ScoreRow.objects.filter(score__subject__round=round).order_by().values_list("score_id")
    by_score = {pk: (a, b) for pk, a, b in sums.annotate(a=Sum("counts_in"), b=Sum("counts_of"))}
    scores = Score.objects.filter(subject__round=round).select_related("subject__region", "indicator")
    nothing = (Decimal(0), Decimal(0))
    return [score for score in scores if by_score.get(score.pk, nothing) != (score.numerator, score.denominator)]


def is_frozen(round: Round) -> bool:
    """Published: the numbers stand for ever."""
    return round.state == RoundState.FROZEN
