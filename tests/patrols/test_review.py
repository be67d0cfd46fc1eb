"""复核: works, counts, wrong state, wrong role, neighbour county, missing field, twice at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.judgement.facts.duties import duties_in
from patrols.walks.models import Patrol, Review
from patrols.walks.services import recall, review
from tests.issues.at_once import at_once


@pytest.fixture
def long_walk(walk):
    """A walk of more than a day: 待复核."""
    now = timezone.now()
    return lambda: walk(started_at=now - timedelta(hours=25), ended_at=now - timedelta(minutes=1), is_long=True).patrol


def met(cast) -> int:
    """Periods of the day's week, or of whatever the norm asks, that are met by it."""
    day = timezone.localdate()
    spans = duties_in(cast.village, day - timedelta(days=8), day + timedelta(days=35), today=day + timedelta(days=36))
    return sum(duty.met_count for duty in spans)


def test_accepted_it_counts_and_declined_it_does_not(cast, long_walk):
    patrol = long_walk()
    assert (patrol.counting, met(cast)) == ("review", 0)
    row = review(patrol, by=cast.clerk, counting="counts", reason="误点了“开始”，当日确有巡河")
    assert (patrol.counting, patrol.counting_why, met(cast)) == ("counts", "", 1)
    assert (row.counting_before, row.post) == ("review", cast.clerk)
    recall(patrol, by=cast.head)
    review(patrol, by=cast.head, counting="not", reason="当日没有巡河")
    assert (patrol.counting, patrol.counting_why, met(cast)) == ("not", "当日没有巡河", 0)


def test_it_is_journalled_and_whoever_walked_is_told(cast, long_walk):
    patrol = long_walk()
    review(patrol, by=cast.clerk, counting="not", reason="当日没有巡河")
    entry = Entry.objects.get(action="patrol.review")
    assert (entry.user, entry.before, entry.after) == (
        cast.clerk.user, {"counting": "review"}, {"counting": "not", "reason": "当日没有巡河"},
    )  # fmt: skip
    told = Message.objects.get(kind="patrol.review")
    assert (told.user, told.body, told.url) == (
        cast.village_chief.user, "不予认可：当日没有巡河", patrol.get_absolute_url(),
    )  # fmt: skip


def test_a_walk_below_the_threshold_may_be_accepted_and_one_that_counts_needs_no_word(cast, walk):
    patrol = walk().patrol
    with pytest.raises(NotAllowed, match="无需复核"):
        review(patrol, by=cast.clerk, counting="not", reason="看着不像")
    Patrol.objects.update(counting="not", counting_why="时长 3 分钟")
    review(patrol, by=cast.clerk, counting="counts", reason="汛期抢险，时长不足")
    assert Patrol.objects.get().counting == "counts"


@pytest.mark.parametrize("who", ["village_chief", "county_chief", "leader", "patroller", "handler", "neighbour_clerk"])
def test_only_the_office_of_the_place_says_so(cast, long_walk, enter, who):
    patrol = long_walk()
    with pytest.raises(NotAllowed):
        review(patrol, by=cast[who], counting="counts", reason="可以")
    sent = {"counting": "counts", "reason": "可以"}
    status = enter(cast[who]).post(f"/patrols/{patrol.pk}/review/", sent).status_code
    assert status == (404 if who == "neighbour_clerk" else 403)
    assert not Review.objects.exists()


def test_nobody_judges_the_own_walk(cast, long_walk):
    patrol = long_walk()
    same_person = Post.objects.create(
        user=cast.village_chief.user, role=Role.OFFICE_CLERK, region=cast.county, department=cast.office,
        starts_on=cast.clerk.starts_on,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="您本人的巡河"):
        review(patrol, by=same_person, counting="counts", reason="可以")


def test_on_the_page_a_missing_reason_is_asked_for_and_then_it_is_done(cast, long_walk, enter):
    patrol, client = long_walk(), enter(cast.clerk)
    address = f"/patrols/{patrol.pk}/review/"
    assert address in client.get(patrol.get_absolute_url()).content.decode()
    assert "待复核巡河" in client.get("/").content.decode()
    assert address in client.get("/patrols/?counting=review").content.decode()
    page = client.post(address, {"counting": "counts", "reason": "  "})
    assert page.status_code == 422 and "理由" in page.content.decode()
    page = client.post(address, {"counting": "counts", "reason": "<b>误点</b>"}, follow=True).content.decode()
    assert "已复核" in page and "认可" in page and "&lt;b&gt;误点&lt;/b&gt;" in page and address not in page
    assert "待复核巡河" not in client.get("/").content.decode()


def test_a_second_word_is_refused_by_name_and_keeps_the_text(cast, long_walk, enter):
    patrol = long_walk()
    review(patrol, by=cast.head, counting="not", reason="当日没有巡河")
    page = enter(cast.clerk).post(f"/patrols/{patrol.pk}/review/", {"counting": "counts", "reason": "确有巡河"})
    assert page.status_code == 409
    assert "何长清已于" in page.content.decode() and "确有巡河" in page.content.decode()
    assert Review.objects.count() == 1


def test_the_database_takes_one_word_at_a_time(cast, long_walk):
    patrol = long_walk()
    row = review(patrol, by=cast.clerk, counting="not", reason="当日没有巡河")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_word(cast, long_walk):
    patrol = long_walk()
    results = at_once(
        lambda: review(Patrol.objects.get(), by=cast.clerk, counting="counts", reason="可以"),
        lambda: review(Patrol.objects.get(), by=cast.head, counting="not", reason="不行"),
    )
    assert sorted(isinstance(one, Refusal) for one in results) == [False, True]
    assert Review.objects.get().patrol == patrol and connection.vendor == "postgresql"
