"""Outcomes into the database: only what differs from what is stored is written, and equal scores together.

Measured with 2,000 towns (44,000 scores, 12,000 group scores, 24,000 rows behind): one model instance per row took
5 to 9 s, where the figures take 0.15. Most towns share most of their scores (nothing found, all in time): there are
few different ones, and each is written with one statement for all its towns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Model

from assessment.figures.facts import Fact
from assessment.figures.facts.base import SHORT
from assessment.figures.rules.scoring import ItemResult, Result
from assessment.figures.rules.wording import explain
from assessment.rounds.models import GroupScore, Round, Score, ScoreRow, Subject
from assessment.rounds.services.bulk import batches, insert_for_each, insert_rows
from assessment.schemes.choices import IndicatorShape
from assessment.schemes.models import Indicator
from hezhang.core.kernel.words import shortened

SIGN = {IndicatorShape.DEDUCT: -1, IndicatorShape.OVERALL: -1, IndicatorShape.BONUS: 1}
SUBJECT = ("total", "bonus", "overall", "rank", "is_vetoed", "band")
GROUP = ("points", "base", "score", "is_applicable")
SCORE = ("is_applicable", "weight", "counted", "numerator", "denominator", "computed", "value", "explanation")
ROW = ("label", "detail", "day", "counts_in", "counts_of", "points", "url")
MANY = 20  # so many equal rows are worth a statement of their own; a district of twenty towns needs one for all
Key = tuple[int, int]  # subject, and its group or indicator
Table = dict[Key, tuple[Any, ...]]


@dataclass
class Outcome:
    """One subject with its facts by indicator, and its result."""

    subject: Subject
    facts: dict[int, list[Fact]]
    result: Result
    rank: int = 0


def store(round: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> None:
    """Everything that was reckoned. Scores keep their number, so that links and overrides outlive a computation."""
    _store_subjects(outcomes)
    groups, scores = GroupScore.objects.filter(subject__round=round), Score.objects.filter(subject__round=round)
    _write(GroupScore, "group", GROUP, _groups(outcomes), _stored(groups, "group", GROUP))
    _write(Score, "indicator", SCORE, _scores(round, indicators, outcomes), _stored(scores, "indicator", SCORE))
    _store_rows(round, indicators, outcomes)


def _store_subjects(outcomes: list[Outcome]) -> None:
    changed = []
    for outcome in outcomes:
        subject, result = outcome.subject, outcome.result
        before = [getattr(subject, name) for name in SUBJECT]
        after = [result.total, result.bonus, result.overall, outcome.rank, result.is_vetoed, result.band]
        if before != after:
            for name, value in zip(SUBJECT, after, strict=True):
                setattr(subject, name, value)
            changed.append(subject)
    Subject.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=SUBJECT)


def _groups(outcomes: list[Outcome]) -> Table:
    return {
        (outcome.subject.pk, int(key)): (group.points, group.base, group.score, group.is_applicable)
        for outcome in outcomes
        for key, group in outcome.result.groups.items()
    }


def _scores(round: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> Table:
    short = SHORT[round.span]
    return {
        (outcome.subject.pk, one.pk): _score(one, outcome.result.items[one.code], short)
        for outcome in outcomes
        for one in indicators
    }


def _score(indicator: Indicator, item: ItemResult, short: str) -> tuple[Any, ...]:
    figure, words = item.figure, shortened(explain(indicator, item, short), 300)
    counted = str(item.counted)
    points = (item.computed, item.value, words)
    return (item.is_applicable, item.weight, counted, figure.numerator, figure.denominator, *points)


def _stored(rows: Any, other: str, fields: Sequence[str]) -> Table:
    found = rows.order_by().values_list("subject_id", f"{other}_id", *fields)
    return {(subject, key): tuple(values) for subject, key, *values in found}


def _write(model: type[Model], other: str, fields: Sequence[str], wanted: Table, stored: Table) -> None:
    """Insert what is missing, update what differs: equal rows together, the rest one by one in a single statement."""
    alike: dict[tuple[bool, int, tuple[Any, ...]], list[int]] = defaultdict(list)
    for (subject, key), values in wanted.items():
        before = stored.get((subject, key))
        if before != values:
            alike[before is None, key, values].append(subject)
    single = []
    for (is_new, key, values), subjects in alike.items():
        if len(subjects) < MANY:
            fill = {f"{other}_id": key, **dict(zip(fields, values, strict=True))}
            single += [model(subject_id=subject, **fill) for subject in subjects]
        elif is_new:
            _insert(model, other, key, subjects, fields, values)
        else:
            _update(model, other, key, subjects, fields, values)
    names = ["subject", other]
    model._base_manager.bulk_create(single, update_conflicts=True, unique_fields=names, update_fields=fields)


def _insert(
    model: type[Model], other: str, key: int, subjects: list[int], fields: Sequence[str], values: Sequence[Any]
) -> None:
    required = [(other, key), *zip(fields, values, strict=True)]
    if model is Score:
        required.append(("override_reason", ""))
    names, filled = zip(*required, strict=True)
    insert_for_each(model, "subject", subjects, names, filled)


def _update(
    model: type[Model], other: str, key: int, subjects: list[int], fields: Sequence[str], values: Sequence[Any]
) -> None:
    for part in batches(subjects):
        rows = model._base_manager.filter(**{other: key, "subject__in": part})
        rows.update(**dict(zip(fields, values, strict=True)))


def _store_rows(round: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> None:
    """The rows behind every figure: those of a score are rewritten together, when any of them differs."""
    wanted, stored = _rows(round, indicators, outcomes), _stored_rows(round)
    stale = [score for score, rows in stored.items() if wanted.get(score) != rows]
    for part in batches(stale):
        ScoreRow.objects.filter(score__in=part).delete()
    new = [(score, *row) for score, rows in wanted.items() if stored.get(score) != rows for row in rows]
    insert_rows(ScoreRow, ["score", *ROW], new)


def _rows(round: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> Mapping[int, list[tuple[Any, ...]]]:
    found = [(outcome, one) for outcome in outcomes for one in indicators if outcome.facts[one.pk]]
    scores = Score.objects.filter(subject__round=round, indicator__in={one.pk for _, one in found}).order_by()
    numbers = {(subject, one): pk for pk, subject, one in scores.values_list("pk", "subject_id", "indicator_id")}
    return {
        numbers[outcome.subject.pk, one.pk]: [_row(one, fact) for fact in outcome.facts[one.pk]]
        for outcome, one in found
    }


def _row(indicator: Indicator, fact: Fact) -> tuple[Any, ...]:
    told = fact.tell()
    points = SIGN.get(IndicatorShape(indicator.shape), 0) * indicator.points * fact.counts_in
    label, detail = shortened(told.label, 120), shortened(told.detail, 200)
    return (label, detail, fact.day, fact.counts_in, fact.counts_of, points, told.url)


def _stored_rows(round: Round) -> Mapping[int, list[tuple[Any, ...]]]:
    rows = ScoreRow.objects.filter(score__subject__round=round).order_by("score_id", "id")
    by_score: Iterable[tuple[int, Any]] = groupby(rows.values_list("score_id", *ROW), key=itemgetter(0))
    return {score: [row[1:] for row in rows] for score, rows in by_score}
