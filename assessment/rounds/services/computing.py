"""From facts to stored scores: a fixed number of queries, whatever the number of towns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from assessment.figures.facts import Fact, Quarter, Told, as_told, facts_of, figure_of
from assessment.figures.rules import scoring
from assessment.figures.rules.schemes import scheme_rule
from assessment.figures.rules.wording import explain
from assessment.rounds import rules
from assessment.rounds.models import GroupScore, ManualEntry, Round, Score, ScoreRow, Subject
from assessment.schemes.choices import IndicatorKind, IndicatorShape
from assessment.schemes.models import Indicator

BATCH = 2000
Facts = dict[int, dict[str, list[Fact]]]
SIGN = {IndicatorShape.DEDUCT: -1, IndicatorShape.OVERALL: -1, IndicatorShape.BONUS: 1}


@dataclass
class Outcome:
    """One subject with its facts and its result."""

    subject: Subject
    facts: dict[int, list[Fact]]
    result: scoring.Result


def reckon(round: Round, at: datetime) -> None:
    """Compute and store everything of the (locked) round as it stands at that moment."""
    indicators = list(round.scheme.indicators.select_related("group"))
    subjects = list(round.subjects.select_related("region"))
    quarter = quarter_of(round, subjects, at)
    facts = gather(round, quarter, indicators)
    outcomes = judge(round, indicators, subjects, facts)
    _store_subjects(round, outcomes)
    _store_groups(outcomes)
    _store_scores(indicators, outcomes)
    _store_rows(round, indicators, outcomes)
    round.computed_at, round.as_of = at, quarter.as_of
    round.save(update_fields=["computed_at", "as_of"])


def quarter_of(round: Round, subjects: Iterable[Subject], at: datetime) -> Quarter:
    """The round's quarter as the calculations take it."""
    span = rules.span_of(round)
    return Quarter(round.region, [subject.region_id for subject in subjects], span.start, span.end, at)


def gather(round: Round, quarter: Quarter, indicators: Iterable[Indicator]) -> Facts:
    """Facts by indicator and town: computed ones, and entries by hand."""
    indicators = list(indicators)
    found = {one.pk: facts_of(quarter, one) for one in indicators if one.kind == IndicatorKind.AUTO}
    found |= {one.pk: defaultdict(list) for one in indicators if one.kind == IndicatorKind.MANUAL}
    entries = ManualEntry.objects.filter(round=round, withdrawn_at=None).select_related("entered_by__user")
    for entry in entries:
        told = Told(entry.reason[:120], f"{entry.entered_by.user.name}录入")
        fact = Fact(entry.region_id, told, as_told, entry.day, entry.times)
        found[entry.indicator_id][entry.region_id].append(fact)
    return found


def judge(round: Round, indicators: list[Indicator], subjects: list[Subject], facts: Facts) -> list[Outcome]:
    """The result of every subject, with ranks set on the subjects."""
    scheme, overrides = scheme_rule(round.scheme), _overrides(round)
    outcomes = []
    for subject in subjects:
        mine = {one.pk: facts[one.pk].get(subject.region_id, []) for one in indicators}
        figures = {
            one.code: replace(figure_of(mine[one.pk]), override=overrides.get((subject.pk, one.pk)))
            for one in indicators
        }
        outcomes.append(Outcome(subject, mine, scoring.score(scheme, figures)))
    ranks = scoring.rank({outcome.subject.pk: outcome.result.total for outcome in outcomes})
    for outcome in outcomes:
        outcome.subject.rank = ranks[outcome.subject.pk]
    return outcomes


def _overrides(round: Round) -> dict[tuple[int, int], Decimal]:
    rows = Score.objects.filter(subject__round=round, override__isnull=False)
    return {
        (subject, indicator): value
        for subject, indicator, value in rows.values_list("subject_id", "indicator_id", "override")
    }


def _store_subjects(round: Round, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        subject, result = outcome.subject, outcome.result
        subject.total, subject.bonus, subject.overall = result.total, result.bonus, result.overall
        subject.is_vetoed, subject.band = result.is_vetoed, result.band
    Subject.objects.bulk_update(
        [outcome.subject for outcome in outcomes],
        ["total", "bonus", "overall", "rank", "is_vetoed", "band"],
        batch_size=200,
    )


def _store_groups(outcomes: list[Outcome]) -> None:
    rows = [
        GroupScore(
            subject=outcome.subject,
            group_id=int(key),
            points=group.points,
            base=group.base,
            score=group.score,
            is_applicable=group.is_applicable,
        )
        for outcome in outcomes
        for key, group in outcome.result.groups.items()
    ]
    _upsert(rows, ["subject", "group"], ["points", "base", "score", "is_applicable"])


def _store_scores(indicators: list[Indicator], outcomes: list[Outcome]) -> None:
    """Scores keep their number, so that links and overrides outlive a new computation."""
    rows = []
    for outcome in outcomes:
        for one in indicators:
            item = outcome.result.items[one.code]
            rows.append(
                Score(
                    subject=outcome.subject,
                    indicator=one,
                    is_applicable=item.is_applicable,
                    weight=item.weight,
                    counted=item.counted,
                    numerator=item.figure.numerator,
                    denominator=item.figure.denominator,
                    computed=item.computed,
                    value=item.value,
                    explanation=explain(one, item)[:300],
                )
            )
    fields = ["is_applicable", "weight", "counted", "numerator", "denominator", "computed", "value", "explanation"]
    _upsert(rows, ["subject", "indicator"], fields)


def _upsert(rows: list, unique: list[str], fields: list[str]) -> None:
    if rows:
        manager = type(rows[0])._base_manager
        manager.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=unique, update_fields=fields)


def _store_rows(round: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> None:
    """The rows behind every figure, rewritten as a whole."""
    of_round = Score.objects.filter(subject__round=round)
    ScoreRow.objects.filter(score__in=of_round.order_by()).delete()
    numbers = {(subject, one): pk for pk, subject, one in of_round.values_list("pk", "subject_id", "indicator_id")}
    rows = [
        _row(numbers[outcome.subject.pk, one.pk], one, fact)
        for outcome in outcomes
        for one in indicators
        for fact in outcome.facts[one.pk]
    ]
    ScoreRow.objects.bulk_create(rows, BATCH)


def _row(score_id: int, indicator: Indicator, fact: Fact) -> ScoreRow:
    told = fact.tell()
    return ScoreRow(
        score_id=score_id,
        label=told.label[:120],
        detail=told.detail[:200],
        day=fact.day,
        counts_in=fact.counts_in,
        counts_of=fact.counts_of,
        points=SIGN.get(indicator.shape, 0) * indicator.points * fact.counts_in,
        url=told.url,
    )
