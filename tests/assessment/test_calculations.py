"""Each automatic indicator against facts counted by hand; the figure is always the sum of its rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.figures.facts.water import mean_class
from assessment.rounds import services
from assessment.rounds.services.sealing import wrong_sums
from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach
from tests.assessment import build

D = Decimal


def figure(round_, region, code):
    score = build.score_of(round_, region, code)
    rows = list(score.rows.all())
    assert score.numerator == sum(row.counts_in for row in rows)
    assert score.denominator == sum(row.counts_of for row in rows)
    return score.numerator, score.denominator


def test_issues_are_judged_as_a_cohort(cast):
    due = date(2026, 8, 10)
    build.issue(cast, due, done=due)  # on the day itself: in time
    build.issue(cast, due, done=due + timedelta(days=1))  # a day late
    build.issue(cast, due, done=due - timedelta(days=3), closed=due + timedelta(days=9))
    build.issue(cast, due)  # never done
    build.issue(cast, date(2026, 10, 1), done=date(2026, 9, 20))  # due in the next quarter: not of this cohort
    build.issue(cast, due, region=cast.neighbour_town)
    round_ = build.computed(cast)
    assert figure(round_, cast.town, "on_time_rate") == (2, 4)
    assert figure(round_, cast.town, "close_rate") == (1, 4)
    assert figure(round_, cast.town, "late_issues") == (2, 0)
    # no water was sampled: its 20 points are spread, and 20 of 80 become 25
    score = build.score_of(round_, cast.town, "on_time_rate")
    assert score.value == D("12.5")
    assert score.explanation == "25 × 2/4 = 12.50（有不参评项，满分由 20 调整为 25）"
    assert not build.score_of(round_, cast.town2, "on_time_rate").is_applicable
    assert wrong_sums(round_) == []


def test_an_issue_carried_over_is_late_until_it_is_done(cast):
    build.issue(cast, date(2026, 6, 20))  # still open
    build.issue(cast, date(2026, 6, 20), done=date(2026, 7, 2))  # late into this quarter
    build.issue(cast, date(2026, 6, 20), done=date(2026, 6, 30))  # late, but before this quarter
    round_ = build.computed(cast)
    assert figure(round_, cast.town, "late_issues") == (2, 0)
    assert figure(round_, cast.town, "on_time_rate") == (0, 0)


def test_an_issue_sent_back_is_not_done(cast):
    issue = build.issue(cast, date(2026, 8, 10), done=date(2026, 8, 1))
    type(issue).objects.filter(pk=issue.pk).update(state="rectifying")
    assert figure(build.computed(cast), cast.town, "on_time_rate") == (0, 1)


def test_an_unfounded_issue_is_no_issue(cast):
    build.issue(cast, date(2026, 8, 10), state="unfounded", is_open=False, unfounded_reason="查无此事")
    assert figure(build.computed(cast), cast.town, "on_time_rate") == (0, 0)


def test_a_merged_issue_counts_once(cast):
    parent = build.issue(cast, date(2026, 8, 10), done=date(2026, 8, 1))
    build.issue(cast, date(2026, 8, 20), state="merged", is_open=False, merged_into=parent)
    assert figure(build.computed(cast), cast.town, "on_time_rate") == (1, 1)


def test_what_is_due_today_still_has_the_evening(cast):
    today = build.DURING.date()
    build.issue(cast, today)
    build.issue(cast, today - timedelta(days=1))
    round_ = build.computed(cast, build.DURING)
    assert figure(round_, cast.town, "on_time_rate") == (0, 1)
    assert round_.as_of == today


def test_patrols_count_for_the_chiefs_town(cast):
    for week in range(13):
        build.patrol(cast.village_chief, cast.village_reach, date(2026, 7, 1) + timedelta(weeks=week))
    round_ = build.computed(cast)
    met, due = figure(round_, cast.town, "patrol_rate")
    assert 12 <= met <= 13 and due > met
    # the town's chief and the other village's never walked
    assert figure(round_, cast.town, "patrol_zero") == (2, 0)
    labels = build.score_of(round_, cast.town, "patrol_zero").rows.values_list("label", flat=True)
    assert [label.split("（")[0] for label in labels] == ["桥头镇 乔立本", "下桥村 夏守信"]


def test_reaches_without_chief_on_the_last_day(cast):
    Tenure.objects.filter(reach=cast.village_reach).update(ends_on=date(2026, 9, 29))
    Tenure.objects.filter(reach=cast.village2_reach).update(ends_on=date(2026, 9, 30))
    Reach.objects.create(river=cast.river, tier="county", region=cast.county, code="R9", name="无关")
    round_ = build.computed(cast)
    assert figure(round_, cast.town, "chief_gaps") == (1, 0)
    assert build.score_of(round_, cast.town, "chief_gaps").value == D("-0.5")


@pytest.mark.parametrize(("changed", "late"), [(date(2026, 9, 14), 1), (date(2026, 9, 15), 0), (date(2026, 10, 2), 0)])
def test_signboards_after_their_days_of_grace(cast, changed, late):
    Signboard.objects.create(reach=cast.village_reach, region=cast.village, code="B1", renewed_on=date(2026, 1, 5))
    Tenure.objects.filter(reach=cast.village_reach).update(ends_on=changed - timedelta(days=1))
    Tenure.objects.create(post=cast.village2_chief, reach=cast.village_reach, starts_on=changed)
    assert figure(build.computed(cast), cast.town, "boards_overdue") == (late, 0)


def test_water_of_a_quarter(cast):
    place = build.section(cast)
    for number, grade in [(7, 3), (8, 4)]:
        build.month(place, 2026, number, grade)
    build.month(place, 2026, 9, None, "dry")
    build.month(build.section(cast, "二号"), 2026, 9, 6)
    round_ = build.computed(cast)
    assert figure(round_, cast.town, "water_target") == (1, 3)
    assert build.score_of(round_, cast.town, "water_target").rows.count() == 4
    assert figure(round_, cast.town, "water_worse_v") == (1, 0)
    # nothing was due in 问题整改: its 30 points are spread, and 20 of 70 become 28.57
    assert build.score_of(round_, cast.town, "water_target").value == D("9.52")
    assert not build.score_of(round_, cast.town2, "water_target").is_applicable


@pytest.mark.parametrize(
    ("before", "risen"),
    [
        ([(2025, 7, 4), (2026, 4, 2)], 1),  # last year's quarter wins over the one before
        ([(2025, 7, 3), (2026, 4, 5)], 0),
        ([(2026, 4, 4)], 1),
        ([(2026, 4, 3)], 0),
        ([], 0),
    ],
)
def test_a_section_that_rises_a_class(cast, before, risen):
    place = build.section(cast)
    build.month(place, 2026, 7, 3)
    for year, number, grade in before:
        build.month(place, year, number, grade)
    assert figure(build.computed(cast), cast.town, "water_rise") == (risen, 0)


def test_the_class_of_a_quarter_is_the_mean_halves_to_the_worse():
    assert [mean_class(classes) for classes in ([2, 3], [3, 3, 4], [3, 4, 4], [6])] == [3, 3, 4, 6]


def test_reads_do_not_grow_with_the_towns(cast):
    round_ = build.computed(cast)
    before = _reads(round_)
    for n in range(3, 12):
        code = f"9901021{n:02d}000"
        town = type(cast.town).objects.create(code=code, name=f"镇{n}", tier="town", parent=cast.county)
        round_.subjects.create(region=town)
        build.issue(cast, date(2026, 8, 10), region=town)
    assert _reads(round_) == before <= 30


def _reads(round_) -> int:
    with CaptureQueriesContext(connection) as captured:
        services.compute(round_, by=None, at=build.AFTER)
    return sum(query["sql"].startswith("SELECT") for query in captured.captured_queries)
