"""Rounds of other spans and subjects, indicators with parameters; and what was scored before stays as it was."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from assessment.figures.facts import FUNCTIONS
from assessment.rounds import services
from assessment.rounds.models import Round
from assessment.schemes import services as schemes
from assessment.schemes.models import Indicator, Scheme
from assessment.schemes.rules.catalogue import CATALOGUE
from assessment.schemes.services.scheme_data import IndicatorIn
from hezhang.core.kernel.periods import period_of, previous
from tests.assessment import build

D = Decimal
# Seal of ``district`` as the code before spans and parameters reckoned it: every total, score and row behind enters.
SEAL_BEFORE = "404fa25256ff5fb60e405a107f5b1c6052db7f5763c68cc4a7428ff1578de824"


def district(cast) -> Round:
    """A quarter with something of everything."""
    for day in (3, 14, 25):
        build.patrol(cast.town_chief, cast.town_reach, date(2026, 8, day))
    due = date(2026, 8, 10)
    build.issue(cast, due, done=due, closed=date(2026, 8, 20))
    build.issue(cast, due, done=date(2026, 8, 12))
    build.issue(cast, date(2026, 6, 20), region=cast.town2)
    here, there = build.section(cast), build.section(cast, "柳岸断面", region=cast.town2)
    for place, grade in ((here, 3), (there, 6)):
        build.month(place, 2025, 7, 4)
        build.month(place, 2026, 7, grade)
    found = build.open_round(cast)
    spot = Indicator.objects.get(code="check_minor")
    entry = {"region": cast.town2, "indicator": spot, "day": date(2026, 8, 5), "reason": "漂浮垃圾"}
    services.add_entry(found, by=cast.clerk, **entry, at=build.AFTER)
    return build.reckoned(found, cast.clerk)


def test_a_quarter_is_scored_as_it_always_was(cast):
    found = district(cast)
    assert services.digest_of(found) == SEAL_BEFORE


def monthly(cast, **more) -> Round:
    return services.open_(
        by=cast.clerk, scheme=Scheme.objects.get(), region=cast.county, period=period_of("month", date(2026, 8, 1)),
        at=build.AFTER, **more,
    )  # fmt: skip


def test_a_month_is_opened_scored_frozen_and_exported(cast, enter):
    build.issue(cast, date(2026, 8, 10), done=date(2026, 8, 10))
    build.issue(cast, date(2026, 7, 20))  # carried over from the month before
    found = build.reckoned(monthly(cast), cast.clerk)
    rate, late = (build.score_of(found, cast.town, code) for code in ("on_time_rate", "late_issues"))
    assert (rate.numerator, rate.denominator) == (1, 1)
    assert [row.detail[:4] for row in late.rows.all()] == ["上月结转"]
    assert build.score_of(found, cast.town, "water_target").explanation.startswith("本月没有")
    services.freeze(found, by=cast.head, at=build.AFTER)
    assert str(found) == "澄江区2026年8月考核" and services.verify_digest(found)
    answer = enter(cast.leader).get(reverse("assessment:report", args=[found.pk]))
    assert load_workbook(BytesIO(b"".join(answer.streaming_content))).sheetnames


def test_a_month_and_a_quarter_stand_beside_one_another(cast):
    build.open_round(cast)
    monthly(cast)
    with pytest.raises(ValidationError, match="已经建立"):
        monthly(cast)
    assert Round.objects.count() == 2


def test_units_are_not_yet_assessed(cast):
    with pytest.raises(ValidationError, match="暂不能以成员单位"):
        monthly(cast, kind="department")


def test_every_calculation_is_declared_and_reckoned():
    assert set(FUNCTIONS) == set(CATALOGUE)


def boards(data, grace: int, name="公示牌超期一个月") -> IndicatorIn:
    given = {"grace_days": grace}
    return IndicatorIn("", name, data.groups[0].key, "deduct", D(1), "boards_overdue", parameters=given)


def test_a_calculation_stands_twice_with_other_parameters(cast):
    scheme = Scheme.objects.get()
    data = schemes.read_scheme(scheme)
    data.indicators.append(boards(data, 30))
    saved = schemes.edit_scheme(scheme, data, by=cast.clerk)
    days = saved.indicators.filter(calculation="boards_overdue").values_list("parameters", flat=True)
    assert [one["grace_days"] for one in days] == [15, 30]
    found = build.reckoned(build.open_round(cast, scheme=saved), cast.clerk)
    assert found.subjects.first().scores.filter(indicator__calculation="boards_overdue").count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.indicators.append(boards(data, 15)), "取数、计分方式和参数都相同"),
        (lambda data: data.indicators.append(boards(data, 400)), "宽限天数应在 0 至 366 天之间"),
        (lambda data: data.indicators[0].parameters.update(grace_days=3), "不用“宽限天数”"),
        (lambda data: setattr(data.indicators[0], "shape", "rate"), "不能按比率计分"),
        (lambda data: setattr(data.indicators[2], "shape", "deduct"), "算出的是比率"),
        (lambda data: setattr(data.indicators[0], "calculation", "moon"), "取数方式不存在"),
    ],
)
def test_what_a_calculation_does_not_take(cast, change, words):
    scheme = Scheme.objects.get()
    data = schemes.read_scheme(scheme)
    change(data)
    with pytest.raises(ValidationError) as refused:
        schemes.edit_scheme(scheme, data, by=cast.clerk)
    assert words in "".join(refused.value.messages)


@pytest.mark.parametrize(
    ("unit", "day", "title", "before"),
    [
        ("week", date(2026, 9, 14), "2026年第38周（9月14日–20日）", "上周"),
        ("month", date(2026, 8, 1), "2026年8月", "上月"),
        ("quarter", date(2026, 7, 1), "2026年第三季度", "上季"),
        ("half_year", date(2026, 1, 1), "2026年上半年", "上期"),
        ("year", date(2026, 1, 1), "2026年度", "上年"),
    ],
)
@pytest.mark.story_until("2026-10-08")
def test_words_follow_the_span(cast, enter, unit, day, title, before):
    """No screen and no sheet of a month, a week or a year speaks of the quarter before."""
    first = period_of(unit, day)
    for period in (previous(first), first):
        found = services.open_(
            by=cast.clerk, scheme=Scheme.objects.get(), region=cast.county, period=period, at=build.AFTER
        )
        build.reckoned(found)
    client = enter(cast.leader)
    page = client.get(found.get_absolute_url()).content.decode()
    town = client.get(found.subjects.get(region=cast.town).get_absolute_url()).content.decode()
    phone = enter(cast.town_chief).get(found.get_absolute_url()).content.decode()
    assert f"澄江区{title}考核" in page and f"<th>比{before}</th>" in page and f"{before}第 " in town
    assert f"，比{before}" in phone
    answer = client.get(reverse("assessment:report", args=[found.pk]))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    for sheet in ("简报", "汇总排名"):
        cells = [cell for row in book[sheet].iter_rows(values_only=True) for cell in row]
        assert f"{before}名次" in cells and f"澄江区{title}河长制考核" in str(cells[0]), sheet
    if unit != "quarter":
        assert not any("上季" in shown for shown in (page, town, phone, str(cells)))
