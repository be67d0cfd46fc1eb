"""Handing in a patrol: once, whole, by the right person, with sound times and places."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import Refusal
from patrols.norms.models import CheckItem, Threshold
from patrols.walks.choices import Counting, FindingState, PatrolKind
from patrols.walks.models import Finding, Patrol
from patrols.walks.rules import Position
from patrols.walks.services import PatrolConflict, PatrolUnlikely, backfill_patrol
from patrols.walks.signals import finding_recorded


def test_a_normal_patrol_is_one_row_with_what_the_reach_says(walk, cast):
    receipt = walk()
    patrol = Patrol.objects.get()
    assert receipt.is_new and receipt.patrol == patrol
    assert (patrol.river, patrol.region, patrol.tier) == (cast.river, cast.village, "village")
    assert (patrol.counting, patrol.finding_count, patrol.minutes) == (Counting.COUNTS, 0, 20)
    entry = Entry.objects.get(action="patrol.submit")
    assert entry.object_id == str(patrol.pk) and entry.region == cast.village


def test_the_tier_is_the_posts_even_on_a_lower_reach(walk, cast):
    assert walk(cast.county_chief).patrol.tier == "county"


def test_it_takes_few_queries(walk, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):  # savepoint, threshold, patrol, journal, parcel, points of a track, release
        walk()


def test_the_same_again_is_the_same_row(walk):
    same = {"client_id": uuid4(), "started_at": timezone.now() - timedelta(hours=1), "ended_at": timezone.now()}
    first, second = walk(**same), walk(**same)
    assert first.is_new and not second.is_new
    assert first.patrol == second.patrol and Patrol.objects.count() == 1
    assert Entry.objects.filter(action="patrol.submit").count() == 1


def test_another_persons_id_is_refused_without_saying_why(walk, cast):
    taken = walk().patrol.client_id
    with pytest.raises(Refusal) as refusal:
        walk(cast.town_chief, client_id=taken)
    assert not isinstance(refusal.value, PatrolConflict) and cast.village_chief.user.name not in str(refusal.value)


@pytest.mark.parametrize("who", ["clerk", "handler", "leader", "audit_admin", "neighbour_chief", "village2_chief"])
def test_wrong_role_or_wrong_place_is_refused(walk, cast, who):
    with pytest.raises(Refusal):
        walk(cast[who])
    assert not Patrol.objects.exists()


@pytest.mark.parametrize("who", ["patroller", "town_chief", "county_chief", "city_chief"])
def test_any_reach_of_the_region_may_be_walked(walk, cast, who):
    assert walk(cast[who]).is_new


def test_an_end_before_the_start_is_refused(walk):
    now = timezone.now()
    with pytest.raises(Refusal, match="早于开始"):
        walk(started_at=now - timedelta(minutes=10), ended_at=now - timedelta(minutes=20))


def test_a_walk_of_more_than_a_day_is_asked_about_and_never_blocked(walk):
    long_ago = {"started_at": timezone.now() - timedelta(hours=58)}
    with pytest.raises(PatrolUnlikely, match="还在巡吗"):
        walk(**long_ago)
    patrol = walk(**long_ago, is_long=True).patrol
    assert patrol.counting == Counting.REVIEW and "24 小时" in patrol.counting_why
    assert walk(is_long=True).patrol.counting == Counting.COUNTS


@pytest.mark.parametrize("place", [(float("nan"), 120), (91, 120), (30, 181), (30, float("inf")), (30, 120, -1)])
def test_unsound_positions_are_refused(walk, seen, place):
    with pytest.raises(Refusal):
        walk(start=place)
    lat, lng, *rest = place
    with pytest.raises(Refusal):
        walk(findings=[seen(lat=lat, lng=lng, accuracy_m=rest[0] if rest else None)])


def test_a_poor_position_is_kept_and_only_marked(walk):
    patrol = walk(start=Position(30.1, 120.2, 15), end=Position(30.2, 120.3, 850)).patrol
    assert (patrol.start_lat, patrol.end_lng, patrol.accuracy_m) == (30.1, 120.3, 850)
    assert patrol.is_poorly_located and patrol.counting == Counting.COUNTS


def test_open_findings_are_told_of_and_settled_ones_are_not(walk, seen):
    told = []

    def listen(sender, finding, at, **_):
        told.append((finding.number, finding.patrol.pk, at))

    finding_recorded.connect(listen)
    try:
        settled = seen(state=FindingState.SETTLED, measure="已劝离")
        patrol = walk(findings=[seen(text="一堆"), settled]).patrol
    finally:
        finding_recorded.disconnect(listen)
    assert told == [(1, patrol.pk, patrol.submitted_at)]
    assert patrol.finding_count == Finding.objects.count() == 2


def test_a_listener_that_fails_undoes_the_patrol(walk, seen):
    def fail(**_):
        raise RuntimeError("ledger is full")

    finding_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            walk(findings=[seen()])
    finally:
        finding_recorded.disconnect(fail)
    assert not Patrol.objects.exists() and not Entry.objects.filter(action="patrol.submit").exists()


def test_other_needs_words(walk, seen):
    other = CheckItem.objects.get(group="other")
    with pytest.raises(Refusal, match="写明情况"):
        walk(findings=[seen(item=other, text="  ")])
    assert walk(findings=[seen(item=other, text="桥面积水")]).is_new


def test_a_threshold_never_blocks_and_explains_itself(walk):
    Threshold.objects.filter(tier="village").update(is_on=True, minutes=30, basis="某河长办〔2026〕1号")
    patrol = walk().patrol
    assert patrol.counting == Counting.NOT and "20 分钟" in patrol.counting_why and "〔2026〕1号" in patrol.counting_why
    assert walk(kind=PatrolKind.MEETING).patrol.counting == Counting.COUNTS


def test_the_office_backfills_for_a_chief(cast):
    now = timezone.now()
    times = {"started_at": now - timedelta(days=3, hours=1), "ended_at": now - timedelta(days=3)}
    mine = {"post": cast.village_chief, "client_id": uuid4(), "reach": cast.village_reach} | times
    patrol = backfill_patrol(by=cast.clerk, **mine).patrol
    assert patrol.is_backfilled and patrol.entered_by == cast.clerk and patrol.user == cast.village_chief.user
    assert Entry.objects.get(action="patrol.backfill").user == cast.clerk.user
    for other in (cast.neighbour_clerk, cast.village_chief, cast.leader):
        with pytest.raises(Refusal):
            backfill_patrol(by=other, **mine | {"client_id": uuid4()})


def test_no_backfill_for_a_day_out_of_post(cast):
    now = timezone.now()
    cast.village_chief.ends_on = timezone.localdate() - timedelta(days=10)
    cast.village_chief.save()
    times = {"started_at": now - timedelta(days=3, hours=1), "ended_at": now - timedelta(days=3)}
    with pytest.raises(Refusal, match="不在任"):
        backfill_patrol(by=cast.clerk, post=cast.village_chief, client_id=uuid4(), reach=cast.village_reach, **times)
