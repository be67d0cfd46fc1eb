"""Chiefs come and go; who it was on a day stays answerable. Signboards follow."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.services import end_post
from hezhang.core.audit.models import Entry
from rivers.boards.services import create_signboard, renew_signboard
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint, dismiss
from tests.cast import SINCE

pytestmark = pytest.mark.story_until("2026-07-01")

JULY = date(2026, 7, 1)


def put(cast, by=None, **changed):
    facts = {
        "post": cast.village2_chief,
        "reach": cast.village_reach,
        "kind": TenureKind.RESPONSIBLE,
        "starts_on": JULY,
    }
    return appoint(by=by, **facts | changed)


@pytest.fixture
def successor(cast):
    return Post.objects.create(user=cast.village2_chief.user, role=Role.CHIEF, region=cast.village, starts_on=SINCE)


def test_a_new_chief_ends_the_old_one_the_day_before(cast, successor):
    old = cast.village_reach.tenures.get()
    new = put(cast, cast.clerk, post=successor)
    old.refresh_from_db()
    assert (old.ends_on, new.ends_on) == (date(2026, 6, 30), None)
    assert set(Entry.objects.values_list("action", flat=True)) >= {"tenure.appoint", "tenure.dismiss"}
    assert cast.village_reach.tenures.current(date(2026, 6, 30)).get() == old
    assert cast.village_reach.tenures.current(JULY).get() == new


def test_a_deputy_leaves_the_responsible_chief_alone(cast, successor):
    put(cast, post=successor, kind=TenureKind.DEPUTY)
    assert cast.village_reach.tenures.filter(ends_on=None).count() == 2


@pytest.mark.parametrize(
    ("who", "kind", "field"),
    [
        ("village2_chief", TenureKind.RESPONSIBLE, "post"),  # of another village
        ("handler", TenureKind.RESPONSIBLE, "post"),
        ("village_chief", TenureKind.RESPONSIBLE, "post"),  # is it already
        ("town_chief", TenureKind.PATROLLER, "post"),
    ],
)
def test_who_does_not_fit_is_refused(cast, who, kind, field):
    with pytest.raises(ValidationError) as refused:
        put(cast, post=cast[who], kind=kind)
    assert field in refused.value.message_dict
    assert cast.village_reach.tenures.count() == 1


@pytest.mark.parametrize("starts_on", [SINCE, SINCE - timedelta(days=9)])
def test_a_tenure_cannot_begin_before_the_present_one_or_the_post(cast, successor, starts_on):
    with pytest.raises(ValidationError) as refused:
        put(cast, post=successor, starts_on=starts_on)
    assert "starts_on" in refused.value.message_dict


def test_dismissed_once_and_not_before_the_beginning(cast):
    tenure = cast.village_reach.tenures.get()
    with pytest.raises(ValidationError, match="不能早于"):
        dismiss(tenure, date(2023, 1, 1), by=cast.clerk)
    dismiss(tenure, JULY, by=cast.clerk)
    with pytest.raises(ValidationError, match="已于 2026年7月1日 结束"):
        dismiss(tenure, JULY, by=cast.clerk)
    assert cast.village_reach in type(cast.village_reach).objects.without_chief(date(2026, 7, 2))


def test_who_leaves_the_post_leaves_the_reach(cast):
    end_post(cast.village_chief, JULY, by=cast.head)
    assert cast.village_reach.tenures.get().ends_on == JULY


def test_the_neighbours_office_may_not(cast, successor):
    with pytest.raises(PermissionDenied):
        put(cast, cast.neighbour_clerk, post=successor)
    with pytest.raises(PermissionDenied):
        dismiss(Tenure.objects.first(), JULY, by=cast.town_chief)


def test_a_board_is_renewed_but_not_in_the_future(cast):
    board = create_signboard(
        by=cast.clerk, reach=cast.village_reach, code="B1", place="桥头", renewed_on=date(2026, 1, 1)
    )
    assert board.region == cast.village
    today = timezone.localdate()
    for wrong in (today + timedelta(days=1), date(2025, 1, 1)):
        with pytest.raises(ValidationError):
            renew_signboard(board, wrong, by=cast.clerk)
    assert renew_signboard(board, today, by=cast.clerk).renewed_on == today


def test_the_page_tells_who_is_in_office_who_will_be_and_who_was(cast, enter):
    today = timezone.localdate()
    for post, days in [(cast.town_chief, -10), (cast.county_chief, 10)]:
        starts_on = today + timedelta(days=days)
        appoint(by=None, post=post, reach=cast.village_reach, kind="responsible", starts_on=starts_on)
    answer = enter(cast.clerk).get(reverse("rivers:reach", args=[cast.village_reach.pk]))
    panel = next(one.context for one in answer.context["panels"] if "tenures" in one.context)
    standing = {tenure.post.user.name: words for tenure, words in panel["tenures"]}
    assert standing == {"季明河": "未到任", "乔立本": "在任", "尚有田": "已离任"}
    assert answer.context["has_chief"]


def test_a_chief_who_is_still_to_come_leaves_the_reach_without_one(cast, enter):
    today = timezone.localdate()
    for tenure in cast.village2_reach.tenures.all():
        dismiss(tenure, today - timedelta(days=1), by=None)
    starts_on = today + timedelta(days=10)
    appoint(by=None, post=cast.town_chief, reach=cast.village2_reach, kind="responsible", starts_on=starts_on)
    answer = enter(cast.clerk).get(reverse("rivers:reach", args=[cast.village2_reach.pk]))
    assert "目前没有责任河长" in answer.content.decode()
