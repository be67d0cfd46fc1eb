"""From facts to results: a fixed number of queries, whatever the number of towns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessment.figures.facts import Fact, Quarter, Told, as_told, facts_of, figure_of
from assessment.figures.rules import scoring
from assessment.figures.rules.schemes import scheme_rule
from assessment.rounds import rules
from assessment.rounds.models import ManualEntry, Round, Score, Subject
from assessment.rounds.services.storing import Outcome, store
from assessment.schemes.choices import IndicatorKind, SubjectKind
from assessment.schemes.models import Indicator
from hezhang.core.kernel.garbage import uncollected
from hezhang.core.kernel.words import shortened

Facts = dict[int, dict[str, list[Fact]]]  # by indicator and town, where there are any


@uncollected()
def reckon(round_: Round, at: datetime) -> dict[str, Any]:
    """Compute and store everything of the (locked) round as it stands at that moment.

    Returns what is to be written onto the round itself: since when, and up to which day, the figures hold.
    """
    indicators = list(round_.scheme.indicators.select_related("group"))
    subjects = list(round_.subjects.all())
    quarter = quarter_of(round_, [subject.region_id for subject in subjects], at)
    facts = gather(round_, quarter, indicators)
    outcomes = judge(round_, indicators, subjects, facts)
    store(round_, indicators, outcomes)
    return {"computed_at": at, "as_of": quarter.as_of}


def quarter_of(round_: Round, towns: Iterable[str], at: datetime) -> Quarter:
    """The round's quarter as the calculations take it, with the codes of its towns."""
    span, tier = rules.span_of(round_), rules.TIER_OF[SubjectKind(round_.subject_kind)]
    return Quarter(round_.region, list(towns), span.start, span.end, at, span.unit, tier)


@uncollected()
def gather(round_: Round, quarter: Quarter, indicators: Iterable[Indicator]) -> Facts:
    """Facts by indicator and town: computed ones, and entries by hand."""
    indicators = list(indicators)
    found = {one.pk: facts_of(quarter, one) for one in indicators if one.kind == IndicatorKind.AUTO}
    found |= {one.pk: defaultdict(list) for one in indicators if one.kind == IndicatorKind.MANUAL}
    entries = ManualEntry.objects.filter(round=round_, withdrawn_at=None).select_related("entered_by__user")
    for entry in entries:
        told = Told(shortened(entry.reason, 120), f"{entry.entered_by.user.name}录入")
        fact = Fact(entry.region_id, told, as_told, entry.day, entry.times)
        found[entry.indicator_id][entry.region_id].append(fact)
    return found


def judge(round_: Round, indicators: list[Indicator], subjects: list[Subject], facts: Facts) -> list[Outcome]:
    """The result of every subject, with its rank."""
    scorer, overrides = scoring.Scorer(scheme_rule(round_.scheme)), _overrides(round_)
    codes = {one.pk: one.code for one in indicators}
    outcomes = []
    for subject in subjects:
        mine = {pk: rows[subject.region_id] for pk, rows in facts.items() if subject.region_id in rows}
        figures = {codes[pk]: figure_of(rows) for pk, rows in mine.items()}
        for code, value in overrides.get(subject.pk, ()):
            figures[code] = figures.get(code, scoring.NOTHING)._replace(override=value)
        outcomes.append(Outcome(subject, mine, scorer.score(figures)))
    ranks = scoring.rank({outcome.subject.pk: outcome.result.total for outcome in outcomes})
    return [replace(outcome, rank=ranks[outcome.subject.pk]) for outcome in outcomes]


def _overrides(round_: Round) -> dict[int, list[tuple[str, Decimal]]]:
    """Points set by hand: subject → (code, value)."""
    rows = Score.objects.filter(subject__round=round_, override__isnull=False)
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for subject, code, value in rows.values_list("subject_id", "indicator__code", "override"):
        found[subject].append((code, value))
    return found
