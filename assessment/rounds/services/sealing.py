"""The seal of a frozen round: sha256 over scheme, totals, scores and rows, in one canonical text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Sum

from assessment.rounds.choices import Span
from assessment.rounds.models import GroupScore, Round, Score, ScoreRow, Subject
from assessment.schemes.choices import SubjectKind
from hezhang.core.kernel.periods import quarter_number
from hezhang.core.kernel.verdict import YES, Verdict, no

INDICATOR = ("code", "name", "kind", "calculation", "shape", "points", "cap", "parameters", "group__name", "order")
PARAMETERS_AT = INDICATOR.index("parameters")
SUBJECT = ("region_id", "total", "bonus", "overall", "rank", "band", "is_vetoed")
GROUP = ("subject__region_id", "group__name", "points", "base", "score", "is_applicable")
SCORE = (
    "subject__region_id", "indicator__code", "is_applicable", "weight", "counted", "numerator", "denominator",
    "computed", "value", "override", "override_reason", "override_by_id",
)  # fmt: skip
ROW = (
    "score__subject__region_id",
    "score__indicator__code",
    "label",
    "detail",
    "day",
    "counts_in",
    "counts_of",
    "points",
)


def digest_of(round_: Round) -> str:
    """Hex digest of the round's results as they are stored. Row numbers and times of computing do not enter."""
    seal = sha256()
    for line in _lines(round_):
        seal.update(line.encode("utf8") + b"\n")
    return seal.hexdigest()


def wrong_sums(round_: Round) -> list[Score]:
    """Scores whose figure is not the sum of their rows: none, ever. Two queries."""
    sums = ScoreRow.objects.filter(score__subject__round=round_).order_by().values_list("score_id")
    by_score = {pk: (a, b) for pk, a, b in sums.annotate(a=Sum("counts_in"), b=Sum("counts_of"))}
    scores = Score.objects.filter(subject__round=round_).select_related("subject__region", "indicator")
    nothing = (Decimal(0), Decimal(0))
    return [score for score in scores if by_score.get(score.pk, nothing) != (score.numerator, score.denominator)]


def verify_digest(round_: Round) -> Verdict:
    """Whether a frozen round still says what it said when it was frozen."""
    if not round_.digest:
        return no("本轮考核尚未定稿，没有结果校验值。")
    return YES if digest_of(round_) == round_.digest else no("结果与定稿时不一致：定稿后数据库中的结果被改动过。")


def _lines(round_: Round) -> Iterator[str]:
    scheme = round_.scheme
    yield _line((round_.region_id, *_span(round_), round_.as_of, scheme.name, scheme.version, scheme.bonus_cap))
    yield from _table(scheme.bands.order_by("-at_least", "id").values_list("name", "at_least", "is_cap"))
    yield from _table(scheme.groups.order_by("order", "id").values_list("name", "points"))
    yield from (_indicator(*row) for row in scheme.indicators.order_by("order", "id").values_list(*INDICATOR))
    yield from _table(Subject.objects.filter(round=round_).order_by("region_id").values_list(*SUBJECT))
    yield from sorted(_table(GroupScore.objects.filter(subject__round=round_).order_by().values_list(*GROUP)))
    yield from _table(Score.objects.filter(subject__round=round_).order_by(*SCORE[:2]).values_list(*SCORE))
    rows = ScoreRow.objects.filter(score__subject__round=round_)
    # Sorted here: databases collate Chinese differently, and the seal must outlive a move from one to another.
    yield from sorted(_table(rows.order_by().values_list(*ROW)))


def _span(round_: Round) -> tuple[Any, ...]:
    """Year and quarter, as sealed from the first; any other round says what it is."""
    if (round_.span, round_.subject_kind) == (Span.QUARTER, SubjectKind.TOWN):
        return round_.starts_on.year, quarter_number(round_.starts_on)
    return round_.span, round_.subject_kind, round_.starts_on, round_.ends_on


def _indicator(*values: Any) -> str:
    """The days of grace keep the place they had when they were the only parameter; others follow behind."""
    given = dict(values[PARAMETERS_AT])
    grace = given.pop("grace_days", 0)
    more = [f"{name}={given[name]}" for name in sorted(given)]
    return _line([*values[:PARAMETERS_AT], grace, *values[PARAMETERS_AT + 1 :], *more])


def _table(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    return (_line(row) for row in rows)


def _line(values: Iterable[Any]) -> str:
    return "\x1f".join(_word(value) for value in values)


def _word(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
