"""The page behind the code: the board's own text for anybody, nothing more, and only so often."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rivers.boards.services import remove_signboard, return_signboard
from tests.rivers.boarding import ago, chief, follow, put_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def page(board, **more):
    return Client().get(reverse("public:board", args=[board.token]), **more)


def test_the_boards_own_text_and_nothing_personal(cast, django_assert_max_num_queries):
    cast.village_chief.user.phone = "13800000001"
    cast.village_chief.user.save()
    board = put_up(cast)
    answer = page(board)
    text = answer.content.decode()
    assert "尚有田（村党支部书记）" in text and "12314" in text and "13800000001" not in text
    assert "max-age" in answer["Cache-Control"] and not answer.cookies
    with django_assert_max_num_queries(1):
        page(board)


def test_it_says_who_is_in_office_today(cast):
    board = put_up(cast)
    follow(cast.village_reach, chief(cast.village, "新来的"), 5)
    assert "新来的（主任）" in page(board).content.decode()


def test_one_that_was_taken_down_says_so_and_an_unknown_one_kindly(cast):
    board = put_up(cast)
    remove_signboard(board, ago(1), "道路改造", by=cast.clerk)
    text = page(board).content.decode()
    assert "已停用" in text and "尚有田" not in text and "道路改造" not in text
    return_signboard(board, by=cast.clerk)
    assert "尚有田" in page(board).content.decode()
    answer = Client().get(reverse("public:board", args=["nobody-has-this"]))
    assert answer.status_code == 404 and "12314" in answer.content.decode()


def test_not_faster_than_a_village_scans(cast, settings):
    settings.PUBLIC_PAGES_PER_MINUTE = 3
    board = put_up(cast)
    assert [page(board).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert page(board, REMOTE_ADDR="10.1.2.3").status_code == 200


def test_its_chief_goes_on_to_the_walk_and_others_to_the_reach(cast, enter):
    board = put_up(cast)
    address = reverse("public:walk_from_board", args=[board.token])
    assert address in page(board).text
    walk = f"{reverse('patrols:walk')}?reach={cast.village_reach.pk}"
    assert enter(cast.village_chief).get(address).url == walk
    assert enter(cast.clerk).get(address).url == cast.village_reach.get_absolute_url()
    assert enter(cast.village2_chief).get(address).status_code == 404


def test_who_is_not_signed_in_comes_back_to_the_walk(cast):
    address = reverse("public:walk_from_board", args=[put_up(cast).token])
    answer = Client().get(address)
    assert answer.status_code == 302 and f"next={address}" in answer.url


def test_a_reach_that_has_ended_is_read_and_not_walked(cast, enter):
    board, reach = put_up(cast), cast.village_reach
    reach.ended_on = ago(1)
    reach.save()
    answer = enter(cast.village_chief).get(reverse("public:walk_from_board", args=[board.token]))
    assert answer.url == reach.get_absolute_url()
