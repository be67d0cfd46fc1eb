"""Rounds by role and state: works, wrong role, wrong time, frozen refuses, same again gives the same."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessment.rounds import services
from assessment.rounds.models import ManualEntry, Round, Score, ScoreRow
from assessment.schemes import services as schemes
from assessment.schemes.models import Indicator, Scheme
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.periods import SHANGHAI
from tests import cast as people
from tests.assessment import build

pytestmark = pytest.mark.story_until("2026-10-08")

D = Decimal


@pytest.fixture
def round(cast) -> Round:
    build.issue(cast, date(2026, 8, 10))
    build.issue(cast, date(2026, 8, 10), done=date(2026, 8, 9))
    return build.computed(cast)


def entry(cast, round, code="check_minor", **more) -> ManualEntry:
    case = {"region": cast.town, "indicator": Indicator.objects.get(code=code), "day": date(2026, 8, 5)}
    case |= {"times": D(1), "reason": "桥下漂浮物", "at": build.AFTER}
    return services.add_entry(more.pop("by", cast.clerk), round=round, **(case | more))


def picture(round) -> tuple:
    """Everything stored of a round, but for row numbers."""
    scores = Score.objects.filter(subject__round=round)
    rows = ScoreRow.objects.filter(score__subject__round=round)
    return (
        list(round.subjects.values_list("region_id", "total", "rank", "band")),
        list(scores.order_by("id").values_list("id", "numerator", "denominator", "value", "explanation")),
        sorted(map(str, rows.values_list("score_id", "label", "detail", "day", "counts_in", "counts_of", "points"))),
    )


def test_a_round_holds_the_towns_of_the_region(cast):
    round = build.open_round(cast)
    assert [one.region for one in round.subjects.all()] == [cast.town, cast.town2]
    assert Entry.objects.filter(action="round.open", object_id=str(round.pk)).count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [({"year": 2026, "quarter": 4}, "尚未开始"), ({}, "已经建立")],
)
def test_a_round_that_cannot_be_opened(cast, more, words):
    build.open_round(cast)
    at = datetime(2026, 9, 30, 12, tzinfo=SHANGHAI)
    with pytest.raises(ValidationError, match=words):
        build.open_round(cast, **({"at": at} | more))


@pytest.mark.parametrize("key", [key for key in people.KEYS if key not in ("clerk", "head")])
def test_nobody_else_works_on_a_round(cast, round, key):
    post = cast[key]
    score = build.score_of(round, cast.town, "on_time_rate")
    for act in (
        lambda: services.compute(round, post),
        lambda: services.freeze(round, by=post, at=build.AFTER),
        lambda: services.override(post, score, value=D(1), reason="试"),
        lambda: entry(cast, round, by=post),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_computing_again_gives_the_same(cast, round):
    before = picture(round)
    services.compute(round, cast.clerk, at=build.AFTER)
    assert picture(round) == before


def test_the_clerk_does_not_freeze(cast, round):
    with pytest.raises(PermissionDenied, match="负责人"):
        services.freeze(round, by=cast.clerk, at=build.AFTER)


def test_a_quarter_that_runs_is_not_frozen(cast):
    round = build.computed(cast, build.DURING)
    with pytest.raises(PermissionDenied, match="结束后才能定稿"):
        services.freeze(round, by=cast.head, at=build.DURING)
    with pytest.raises(PermissionDenied, match="重新计算"):
        services.freeze(round, by=cast.head, at=build.AFTER)


def test_frozen_refuses_everything(cast, round):
    given = entry(cast, round)
    services.freeze(round, by=cast.head, at=build.AFTER)
    score = build.score_of(round, cast.town, "on_time_rate")
    for act in (
        lambda: services.compute(round, cast.head),
        lambda: services.compute(round),
        lambda: services.freeze(round, by=cast.head, at=build.AFTER),
        lambda: services.override(cast.head, score, value=D(1), reason="试"),
        lambda: entry(cast, round),
        lambda: services.withdraw_entry(cast.head, given),
    ):
        with pytest.raises(PermissionDenied, match="已定稿"):
            act()


def test_a_patrol_sent_late_counts_for_its_quarter_but_not_after_freezing(cast, round):
    last_evening, sent = date(2026, 9, 30), datetime(2026, 10, 2, 9, tzinfo=SHANGHAI)
    build.patrol(cast.village_chief, cast.village_reach, last_evening, submitted=sent)
    services.compute(round, at=build.AFTER)
    assert build.score_of(round, cast.town, "patrol_zero").numerator == 2  # of three chiefs
    services.freeze(round, by=cast.head, at=build.AFTER)
    before = picture(round)
    build.patrol(cast.village2_chief, cast.village2_reach, last_evening, submitted=sent + timedelta(days=8))
    with pytest.raises(PermissionDenied):
        services.compute(round, cast.clerk)
    assert picture(round) == before and services.verify_digest(round)


def test_the_seal_tells_when_a_result_was_changed(cast, round):
    services.freeze(round, by=cast.head, at=build.AFTER)
    assert services.verify_digest(round)
    row = ScoreRow.objects.filter(score__subject__round=round).first()
    ScoreRow.objects.filter(pk=row.pk).update(counts_of=7)
    assert "改动" in services.verify_digest(round).reason


def test_an_override_outlives_a_new_computation(cast, round):
    score = build.score_of(round, cast.town, "on_time_rate")
    services.override(cast.clerk, score, value=D("20"), reason="材料补正", at=build.AFTER)
    services.compute(round, at=build.AFTER)
    again = build.score_of(round, cast.town, "on_time_rate")
    assert (again.pk, again.value, again.computed, again.override_by) == (score.pk, 20, D("12.5"), cast.clerk)
    services.override(cast.clerk, again, value=None, reason="查无此材料", at=build.AFTER)
    again.refresh_from_db()
    assert again.value == D("12.5") and again.override_by is None
    assert Entry.objects.filter(action="score.override").count() == 2


@pytest.mark.parametrize(("value", "reason"), [("-1", "低"), ("25.01", "高"), ("5", "  ")])
def test_an_override_within_bounds_and_with_a_reason(cast, round, value, reason):
    score = build.score_of(round, cast.town, "on_time_rate")
    with pytest.raises(ValidationError):
        services.override(cast.clerk, score, value=D(value), reason=reason)


def test_an_entry_counts_until_it_is_withdrawn(cast, round):
    before = build.total_of(round, cast.town)
    given = entry(cast, round, times=D(3))
    assert build.total_of(round, cast.town) == before - D("1.5")
    services.withdraw_entry(cast.clerk, given, at=build.AFTER)
    assert build.total_of(round, cast.town) == before
    with pytest.raises(PermissionDenied, match="已经撤销"):
        services.withdraw_entry(cast.clerk, given)


def test_a_veto_caps_the_band(cast, round):
    assert round.subjects.get(region=cast.town2).band == "优秀"
    entry(cast, round, "veto_fraud", region=cast.town2)
    town = round.subjects.get(region=cast.town2)
    assert town.is_vetoed and town.band == "合格"


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": date(2026, 10, 1)},
        {"times": D(0)},
        {"reason": " "},
        {"code": "on_time_rate"},
        {"region": "neighbour_town"},
    ],
)
def test_an_entry_that_does_not_fit(cast, round, wrong):
    if "region" in wrong:
        wrong = {"region": cast.places[wrong["region"]]}
    with pytest.raises((ValidationError, PermissionDenied)):
        entry(cast, round, **wrong)
    assert not ManualEntry.objects.exists()


def test_the_shipped_scheme_is_sound(cast):
    scheme = schemes.read_scheme(Scheme.objects.get())
    assert schemes.errors_of(scheme) == []
    assert [group.points for group in scheme.groups] == [10, 20, 30, 20, 15, 5]
