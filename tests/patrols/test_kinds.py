"""Which kinds of patrol count, tier by tier: said beforehand, never a reason to refuse, explained afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hezhang.core.office.parameters.services import customise_setting
from hezhang.core.office.parameters.tables import find
from hezhang.core.parcels.models import Parcel
from patrols.appeals.services import appeal_walk
from patrols.norms.models import KindRule, Threshold
from patrols.norms.rules.editing import kind_faults
from patrols.walks.choices import Counting, PatrolKind
from patrols.walks.models import Patrol
from patrols.walks.services import backfill_patrol

BASIS = "澄河办〔2026〕8 号"
ALL = {"city": "counts", "county": "counts", "town": "counts", "village": "counts", "basis": ""}


def bars(way: str, **uses: str) -> None:
    KindRule.objects.filter(way=way).update(basis=BASIS, **uses)


@pytest.mark.django_db
def test_as_shipped_every_kind_counts(walk):
    assert [row.way for row in KindRule.objects.all()] == [*PatrolKind.values, "entered", "deputed"]
    for kind in PatrolKind.values:
        assert walk(kind=kind).patrol.counting == Counting.COUNTS


@pytest.mark.django_db
@pytest.mark.parametrize("use", ["not", "unused"])
def test_a_kind_that_does_not_count_is_stored_and_says_why_in_one_sentence(walk, use):
    bars("drone", village=use)
    Threshold.objects.filter(tier="village").update(is_on=True, minutes=90, basis="另一文件")
    patrol = walk(kind=PatrolKind.DRONE).patrol
    assert patrol.counting == Counting.NOT
    assert patrol.counting_why.startswith(f"无人机巡河这种方式不计入巡河次数（依据：{BASIS}）")
    assert "分钟" not in patrol.counting_why


@pytest.mark.django_db
def test_each_tier_by_itself(walk, cast):
    bars("meeting", town="not", village="not")
    for who, counts in [("city_chief", True), ("county_chief", True), ("town_chief", False), ("village_chief", False)]:
        assert (walk(cast[who], kind=PatrolKind.MEETING).patrol.counting == Counting.COUNTS) is counts
    assert walk().patrol.counting == Counting.COUNTS


@pytest.mark.django_db
def test_a_district_of_its_own(walk, cast):
    customise_setting(find("patrol_kinds"), by=cast.head)
    KindRule.objects.filter(region=cast.county, way="drone").update(village="not", basis=BASIS)
    assert walk(kind=PatrolKind.DRONE).patrol.counting == Counting.NOT
    assert KindRule.objects.shipped().get(way="drone").village == "counts"


@pytest.mark.django_db
def test_it_is_judged_by_the_rule_of_its_day_and_may_be_appealed(walk, cast):
    before = walk(kind=PatrolKind.DRONE).patrol
    bars("drone", village="not")
    after = walk(kind=PatrolKind.DRONE).patrol
    before.refresh_from_db()
    assert (before.counting, after.counting) == (Counting.COUNTS, Counting.NOT)
    assert appeal_walk(after, by=cast.village_chief, reason="河道封闭施工，只能用无人机").patrol == after


def entered(cast, **changes) -> Patrol:
    now = timezone.now()
    times = {"started_at": now - timedelta(days=1, hours=1), "ended_at": now - timedelta(days=1)}
    told = {"post": cast.village_chief, "client_id": uuid4(), "reach": cast.village_reach, **times} | changes
    return backfill_patrol(by=cast.clerk, **told).patrol


@pytest.mark.django_db
def test_what_the_office_enters_may_not_count(cast, walk):
    bars("entered", village="not")
    patrol = entered(cast)
    assert patrol.counting == Counting.NOT and patrol.counting_why.startswith("补录这种方式不计入巡河次数")
    assert walk().patrol.counting == Counting.COUNTS


@pytest.mark.django_db
def test_what_it_takes_from_the_file_of_a_phone_was_made_by_the_walker(cast):
    bars("entered", village="not")
    number, now = uuid4(), timezone.now()
    Parcel.objects.create(
        user=cast.village_chief.user,
        client_id=number,
        post=cast.village_chief,
        region=cast.village,
        kind="walk",
        made_at=now,
    )
    patrol = entered(cast, client_id=number)
    assert patrol.is_backfilled and patrol.counting == Counting.COUNTS


@pytest.mark.django_db
def test_the_phone_says_it_beforehand(cast, enter):
    bars("drone", village="not")
    bars("covert", village="unused")
    page = enter(cast.village_chief).get(f"/patrols/walk/?reach={cast.village_reach.pk}").content.decode()
    assert "无人机巡河（不计入巡河次数）" in page and "现场办公</option>" in page
    assert 'value="covert"' not in page
    other = enter(cast.town_chief).get(f"/patrols/walk/?reach={cast.village_reach.pk}").content.decode()
    assert "无人机巡河</option>" in other and 'value="covert"' in other


@pytest.mark.django_db
def test_the_office_is_told_before_it_enters_a_walk(cast, enter):
    assert "补录不计入" not in enter(cast.clerk).get("/patrols/backfill/").content.decode()
    bars("entered", town="not", village="not")
    assert (
        f"乡镇级、村级河长的补录不计入巡河次数（依据：{BASIS}）"
        in enter(cast.clerk).get("/patrols/backfill/").content.decode()
    )


def test_what_may_not_be_set():
    assert kind_faults(ALL | {"city": "not"}, "drone") == {"basis": "有不计入或不采用的，须写明依据。"}
    assert not kind_faults(ALL | {"city": "not", "basis": BASIS}, "drone") and not kind_faults(ALL, "drone")
    assert list(kind_faults(ALL | {"town": "not", "basis": BASIS}, "routine")) == ["town"]
    assert list(kind_faults(ALL | {"town": "unused", "basis": BASIS}, "entered")) == ["town"]


@pytest.mark.django_db
def test_the_database_asks_for_the_basis(cast):
    with pytest.raises(IntegrityError):
        KindRule.objects.filter(way="drone").update(village="not")
