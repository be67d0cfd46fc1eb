"""Outcomes into the database: only what differs from what is stored is written, and equal scores together.

Measured with 2,000 towns (44,000 scores, 12,000 group scores, 24,000 rows behind): one model instance per row took
5 to 9 s. Most towns share most of their scores (nothing found, all in time): there are few different ones, the scorer
hands out one object for all that are equal, and each is written with one statement for all its towns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import DecimalField, Model, QuerySet

from assessment.figures.facts import Fact
from assessment.figures.facts.base import SHORT
from assessment.figures.rules.scoring import GroupResult, ItemResult, Result
from assessment.figures.rules.wording import explain
from assessment.rounds.models import GroupScore, Round, Score, ScoreRow, Subject
from assessment.rounds.services.bulk import AsFloat, batches, insert_for_each, insert_rows
from assessment.schemes.choices import IndicatorShape
from assessment.schemes.models import Indicator
from hezhang.core.kernel.words import shortened

SIGN = {IndicatorShape.DEDUCT: -1, IndicatorShape.OVERALL: -1, IndicatorShape.BONUS: 1}
SUBJECT = ("total", "bonus", "overall", "rank", "is_vetoed", "band")
ROW = ("label", "detail", "day", "counts_in", "counts_of", "points", "url")
MANY = 20  # so many equal rows are worth a statement of their own; a district of twenty towns needs one for all


@dataclass(frozen=True)
class Target:
    """A table with one row per subject and ``other``: the fields that are reckoned, and those that begin as something."""

    model: type[Model]
    other: str
    fields: tuple[str, ...]
    begins: Mapping[str, Any] = field(default_factory=dict)


GROUPS = Target(GroupScore, "group", ("points", "base", "score", "is_applicable"))
SCORES = Target(
    Score,
    "indicator",
    ("is_applicable", "weight", "counted", "numerator", "denominator", "computed", "value", "explanation"),
    {"override_reason": ""},
)
Key = tuple[int, int]  # subject, and its group or indicator
Plain = tuple[Any, ...]  # as rows are compared: with floats for decimals (see AsFloat)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What is to be stored in one row, or in many alike; and the same as it is compared with what is stored."""

    values: tuple[Any, ...]
    plain: Plain


@dataclass
class Outcome:
    """One subject with its result, and its facts by indicator, where there are any."""

    subject: Subject
    facts: dict[int, list[Fact]]
    result: Result
    rank: int = 0


def store(round_: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> None:
    """Everything that was reckoned. Scores keep their number, so that links and overrides outlive a computation."""
    _store_subjects(outcomes)
    everybody = Subject.objects.filter(round=round_).order_by()
    _write(GROUPS, _groups(outcomes), everybody, len(outcomes))
    _write(SCORES, _scores(round_, indicators, outcomes), everybody, len(outcomes))
    _store_rows(round_, indicators, outcomes)


def _store_subjects(outcomes: list[Outcome]) -> None:
    changed = []
    for outcome in outcomes:
        subject, result = outcome.subject, outcome.result
        before = (subject.total, subject.bonus, subject.overall, subject.rank, subject.is_vetoed, subject.band)
        after = (result.total, result.bonus, result.overall, outcome.rank, result.is_vetoed, result.band)
        if before != after:
            changed.append((subject.pk, subject.round_id, subject.region_id, *after))
    insert_rows(Subject, ["id", "round", "region", *SUBJECT], changed, key=["id"], update=SUBJECT)


# ── Scores, of groups and of indicators ──
def _groups(outcomes: list[Outcome]) -> dict[Key, Line]:
    lines: dict[GroupResult, Line] = {}
    found = {}
    for outcome in outcomes:
        subject = outcome.subject.pk
        for key, group in outcome.result.groups.items():
            if group not in lines:
                lines[group] = _line(group.points, group.base, group.score, group.is_applicable)
            found[subject, int(key)] = lines[group]
    return found


def _scores(round_: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> dict[Key, Line]:
    short, by_code = SHORT[round_.span], {one.code: (one.pk, one) for one in indicators}
    lines: dict[ItemResult, Line] = {}
    found = {}
    for outcome in outcomes:
        subject = outcome.subject.pk
        for code, item in outcome.result.items.items():
            number, indicator = by_code[code]
            if item not in lines:
                lines[item] = _score(indicator, item, short)
            found[subject, number] = lines[item]
    return found


def _score(indicator: Indicator, item: ItemResult, short: str) -> Line:
    figure, words = item.figure, shortened(explain(indicator, item, short), 300)
    counted = (str(item.counted), figure.numerator, figure.denominator)
    return _line(item.is_applicable, item.weight, *counted, item.computed, item.value, words)


def _line(*values: Any) -> Line:
    return Line(values, tuple([float(value) if isinstance(value, Decimal) else value for value in values]))


def _stored(target: Target, subjects: QuerySet[Subject]) -> dict[Key, Plain]:
    rows = target.model._base_manager.filter(subject__in=subjects).order_by()
    found = rows.values_list("subject_id", f"{target.other}_id", *_plain(target.model, target.fields))
    return {(subject, key): tuple(values) for subject, key, *values in found}


def _plain(model: type[Model], fields: Iterable[str]) -> list[Any]:
    """The fields as they are read to be compared."""
    return [AsFloat(name) if isinstance(model._meta.get_field(name), DecimalField) else name for name in fields]


def _write(target: Target, wanted: Mapping[Key, Line], everybody: QuerySet[Subject], count: int) -> None:
    """Insert what is missing, update what differs: what many have alike at once, the rest in one statement each."""
    stored = _stored(target, everybody)
    alike: dict[tuple[bool, int, Line], list[int]] = defaultdict(list)
    for (subject, key), line in wanted.items():
        before = stored.get((subject, key))
        if before != line.plain:
            alike[before is None, key, line].append(subject)
    single: list[tuple[Any, ...]] = []
    for (is_new, key, line), subjects in alike.items():
        if len(subjects) >= MANY:
            whole = (
                [everybody] if len(subjects) == count else [everybody.filter(pk__in=one) for one in batches(subjects)]
            )
            for some in whole:
                (_insert if is_new else _update)(target, key, line, some)
        else:
            single += [(subject, key, *line.values, *target.begins.values()) for subject in subjects]
    pair = ["subject", target.other]
    insert_rows(target.model, [*pair, *target.fields, *target.begins], single, key=pair, update=target.fields)


def _insert(target: Target, key: int, line: Line, subjects: QuerySet[Subject]) -> None:
    names, values = [target.other, *target.fields, *target.begins], [key, *line.values, *target.begins.values()]
    insert_for_each(target.model, "subject", subjects, names, values)


def _update(target: Target, key: int, line: Line, subjects: QuerySet[Subject]) -> None:
    rows = target.model._base_manager.filter(**{target.other: key, "subject__in": subjects})
    rows.update(**dict(zip(target.fields, line.values, strict=True)))


# ── The rows behind every figure ──
def _store_rows(round_: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> None:
    """Those of a score are rewritten together, when any of them differs."""
    wanted, stored = _rows(round_, indicators, outcomes), _stored_rows(round_)
    stale = [score for score, rows in stored.items() if wanted.get(score) != rows]
    for part in batches(stale):
        ScoreRow.objects.filter(score__in=part).delete()
    new = [(score, *row) for score, rows in wanted.items() if stored.get(score) != rows for row in rows]
    insert_rows(ScoreRow, ["score", *ROW], new)


def _rows(round_: Round, indicators: list[Indicator], outcomes: list[Outcome]) -> dict[int, list[Plain]]:
    known = {key for outcome in outcomes for key in outcome.facts}
    scores = Score.objects.filter(subject__round=round_, indicator__in=known).order_by()
    numbers = {(subject, one): pk for pk, subject, one in scores.values_list("pk", "subject_id", "indicator_id")}
    each = {one.pk: SIGN.get(IndicatorShape(one.shape), 0) * one.points for one in indicators}
    return {
        numbers[outcome.subject.pk, key]: [_row(fact, each[key]) for fact in facts]
        for outcome in outcomes
        for key, facts in outcome.facts.items()
    }


def _row(fact: Fact, each: Decimal) -> Plain:
    told = fact.tell()
    counts = (float(fact.counts_in), float(fact.counts_of), float(each * fact.counts_in))
    return (shortened(told.label, 120), shortened(told.detail, 200), fact.day, *counts, told.url)


def _stored_rows(round_: Round) -> dict[int, list[Plain]]:
    rows = ScoreRow.objects.filter(score__subject__round=round_).order_by("score_id", "id")
    by_score = groupby(rows.values_list("score_id", *_plain(ScoreRow, ROW)), key=itemgetter(0))
    return {score: [row[1:] for row in rows] for score, rows in by_score}
