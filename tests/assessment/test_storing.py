"""What a computation writes: what differs, and equal scores of many towns together."""

import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.rounds import services
from assessment.rounds.models import Score, ScoreRow
from assessment.rounds.services.bulk import AsFloat, insert_rows
from assessment.rounds.services.storing import ROW
from hezhang.core.accounts.models import Region
from tests.assessment import build

WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(assessment_(?:subject|groupscore|score|scorerow))"')
TOWNS = 30


def written(work) -> list[str]:
    """The tables of results that the work writes to, one word per statement."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return [found[2] for query in queries if (found := WRITES.match(query["sql"]))]


def more_towns(cast) -> None:
    prefix = cast.county.code[:6]
    codes = [f"{prefix}{number}000" for number in range(700, 700 + TOWNS)]
    Region.objects.bulk_create(Region(code=code, name=code, tier="town", parent=cast.county) for code in codes)


def test_a_second_computation_that_finds_the_same_writes_no_result(cast):
    build.issue(cast, date(2026, 8, 10))
    found = build.computed(cast)
    assert written(lambda: services.compute(found, by=cast.clerk, at=build.AFTER)) == []


def test_equal_scores_of_many_towns_are_written_together(cast):
    more_towns(cast)
    build.issue(cast, date(2026, 8, 10))
    found = build.open_round(cast)
    tables = written(lambda: services.compute(found, by=cast.clerk, at=build.AFTER))
    subjects, indicators = found.subjects.count(), found.scheme.indicators.count()
    assert subjects > TOWNS and Score.objects.count() == subjects * indicators
    assert tables.count("assessment_score") <= indicators + 1


def test_what_changed_for_one_town_is_written_for_it_alone(cast):
    more_towns(cast)
    found = build.computed(cast)
    others = Score.objects.filter(subject__round=found).exclude(subject__region=cast.town).order_by("pk")
    before = list(others.values_list("pk", "value", "explanation"))
    build.issue(cast, date(2026, 8, 10))
    services.compute(found, by=cast.clerk, at=build.AFTER)
    late = build.score_of(found, cast.town, "late_issues")
    assert late.value == Decimal("-0.5") and late.rows.count() == 1
    assert list(others.values_list("pk", "value", "explanation")) == before
    assert ScoreRow.objects.filter(score__in=others).count() == 0


def test_what_became_equal_everywhere_is_written_at_once(cast):
    more_towns(cast)
    towns = Region.objects.filter(tier="town", parent=cast.county)
    issues = [build.issue(cast, date(2026, 8, 10), region=town) for town in towns]
    found = build.computed(cast)
    assert Score.objects.filter(indicator__code="late_issues", value=Decimal("-0.5")).count() == len(issues)
    for issue in issues:
        issue.delete()
    tables = written(lambda: services.compute(found, by=cast.clerk, at=build.AFTER))
    assert tables.count("assessment_score") < 10 < len(issues) and tables.count("assessment_scorerow") == 1
    assert not Score.objects.filter(indicator__code="late_issues").exclude(value=0, numerator=0).exists()
    assert not ScoreRow.objects.filter(score__indicator__code="late_issues").exists()


def test_rows_are_stored_as_they_are(cast):
    """Texts that look like placeholders, missing days beside given ones, numbers of four places; more than one statement."""
    score = build.score_of(build.computed(cast), cast.town, "late_issues")
    odd = ["100 %s {0} {x} %(a)s", 'it\'s \\ "so";--', "", "岸坡"]
    rows = [
        (score.pk, odd[n % 4], odd[n % 3], date(2026, 8, 1) if n % 2 else None, n / 100, 1.0, -n / 10_000, f"/{n}/")
        for n in range(1100)
    ]
    insert_rows(ScoreRow, ["score", *ROW], rows)
    stored = ScoreRow.objects.filter(score=score).order_by("id").values_list("score_id", *ROW)
    assert [(*row[:4], *map(float, row[4:7]), row[7]) for row in stored] == rows


@pytest.mark.parametrize("evil", ["1); DROP TABLE x; --", None])
def test_nothing_but_a_number_is_written_where_a_number_belongs(cast, evil):
    with pytest.raises((ValueError, TypeError)):
        insert_rows(ScoreRow, ["score", *ROW], [(evil, "", "", None, 1, 1, 1, "")])


def test_decimals_are_compared_as_floats_without_loss(cast):
    """Every value that a score may hold reads as the float of the same decimal, so nothing is rewritten for nothing."""
    found = build.computed(cast)
    dice = Random(7)
    for score in Score.objects.filter(subject__round=found)[:40]:
        score.value, score.numerator = Decimal(dice.randrange(10**8)) / 10_000, Decimal(dice.randrange(10**12)) / 100
        score.save()
    read = Score.objects.annotate(a=AsFloat("value"), b=AsFloat("numerator"))
    assert all((one.a, one.b) == (float(one.value), float(one.numerator)) for one in read)
