"""Whom the page offers for appointment is whom the service takes; and nothing ends before its consequences are said."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from hezhang.core.accounts.models import Post
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.forms import candidates
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint

DAY = date(2026, 7, 1)


def is_taken(cast, post, reach, kind) -> bool:
    try:
        with transaction.atomic():
            appoint(by=cast.clerk, post=post, reach=reach, kind=kind, starts_on=DAY)
            transaction.set_rollback(True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", TenureKind.values)
@pytest.mark.parametrize("place", ["village_reach", "county_reach"])
def test_whom_the_list_offers_is_whom_the_service_takes(cast, kind, place):
    reach = cast.places[place]
    seen = Post.objects.visible_to(cast.clerk)
    taken = {post for post in seen if is_taken(cast, post, reach, kind)}
    assert set(candidates(cast.clerk, reach, kind)) == taken


def test_another_kind_brings_another_list(cast, enter):
    url = reverse("rivers:appoint", args=[cast.village_reach.pk])
    client = enter(cast.clerk)
    page = client.get(url, {"kind": "deputy"}).content.decode()
    assert "任命副河长" in page and cast.town_chief.user.name in page and cast.handler.user.name not in page
    answer = client.post(f"{url}?kind=deputy", {"post": cast.town_chief.pk, "starts_on": "2026-07-01"})
    assert answer.status_code == 302
    assert Tenure.objects.get(post=cast.town_chief, reach=cast.village_reach).kind == TenureKind.DEPUTY
    assert client.post(f"{url}?kind=deputy", {"post": cast.handler.pk, "starts_on": "2026-07-01"}).status_code == 422


@pytest.fixture
def end(cast, enter):
    client = enter(cast.clerk)

    def _end(**data):
        return client.post(reverse("people:end_post", args=[cast.village_chief.pk]), data)

    return _end


def test_ending_a_post_says_first_which_reaches_it_leaves(cast, end):
    asked = end(ends_on="2026-06-30")
    page = asked.content.decode()
    assert asked.status_code == 200 and "没有责任河长" in page and cast.village_reach.name in page
    cast.village_chief.refresh_from_db()
    assert cast.village_chief.ends_on is None and cast.village_reach.tenures.get().ends_on is None
    assert end(ends_on="2026-06-30", sure=asked.context["form"]["sure"].value()).status_code == 302
    cast.village_chief.refresh_from_db()
    assert cast.village_chief.ends_on == cast.village_reach.tenures.get().ends_on == date(2026, 6, 30)


def test_another_day_has_other_consequences_and_is_asked_about_again(cast, end):
    sure = end(ends_on="2026-06-30").context["form"]["sure"].value()
    page = end(ends_on="2095-01-01", sure=sure).content.decode()
    assert "2095年1月1日还没有到" in page
    cast.village_chief.refresh_from_db()
    assert cast.village_chief.ends_on is None


def test_the_page_says_what_hangs_on_the_post_before_a_day_is_chosen(cast, enter):
    page = enter(cast.clerk).get(reverse("people:end_post", args=[cast.village_chief.pk])).content.decode()
    assert "今天离任的话" in page and cast.village_reach.name in page
    assert (
        "今天离任的话" not in enter(cast.clerk).get(reverse("people:end_post", args=[cast.handler.pk])).content.decode()
    )


def test_a_reach_with_a_successor_is_not_left_alone(cast, end):
    Tenure.objects.create(
        post=cast.town_chief, reach=cast.village_reach, kind=TenureKind.DEPUTY, starts_on=date(2026, 1, 1)
    )
    assert cast.village_reach.name in end(ends_on="2026-06-30").content.decode().split("没有责任河长")[1]
    Tenure.objects.filter(post=cast.village_chief).update(kind=TenureKind.DEPUTY)
    assert "没有责任河长" not in end(ends_on="2026-06-30").content.decode()


def test_a_tenure_that_ends_far_ahead_is_asked_about(cast, enter):
    tenure = cast.village_reach.tenures.get()
    url, client = reverse("rivers:dismiss", args=[tenure.pk]), enter(cast.clerk)
    asked = client.post(url, {"on": "2095-01-01"})
    assert asked.status_code == 200 and "还没有到" in asked.content.decode()
    tenure.refresh_from_db()
    assert tenure.ends_on is None
    assert client.post(url, {"on": "2095-01-01", "sure": asked.context["form"]["sure"].value()}).status_code == 302
