"""登记已更新: the text of the day is kept; sent twice or from a stale page it is noted once; it is taken back the same day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal
from rivers.boards.models import BoardState, Renewal
from rivers.boards.rules import BoardText
from rivers.boards.services import remove_signboard, renew_signboard, withdraw_renewal
from tests.issues.acts import picture
from tests.rivers.boarding import ago, chief, follow, is_listed_stale, listed, put_up, today

pytestmark = pytest.mark.django_db


def names(renewal: Renewal) -> str:
    return str(BoardText.of(renewal.text).front)


def test_the_text_of_that_day_is_kept(cast):
    board = put_up(cast, days=60)
    follow(cast.village_reach, chief(cast.village, "新来的"), 20)
    renew_signboard(board, ago(30), by=cast.clerk)
    assert "尚有田" in names(board.renewals.first()) and listed(board).stale_since == ago(20)
    renew_signboard(board, ago(1), by=cast.clerk)
    assert "新来的" in names(board.renewals.first()) and not is_listed_stale(board)


@pytest.mark.parametrize("days", [-1, 61])
def test_neither_ahead_nor_before_the_last(cast, days):
    board = put_up(cast, days=60)
    with pytest.raises(ValidationError):
        renew_signboard(board, ago(days), by=cast.clerk)


def test_a_stale_page_notes_nothing_twice(cast, enter):
    board, client = put_up(cast), enter(cast.clerk)
    url = reverse("rivers:renew_signboard", args=[board.pk])
    seen = board.renewals.first().pk
    facts = {"renewed_on": today().isoformat(), "seen": seen, "photos": picture(red=9)}
    assert client.post(url, facts).status_code == 302
    again = client.post(url, {"renewed_on": today().isoformat(), "seen": seen})
    assert again.status_code == 422 and "已有人登记了更新" in again.content.decode()
    assert board.renewals.count() == 2
    photo = client.get(reverse("rivers:renewal_photo", args=[board.renewals.first().pk]))
    assert photo.status_code == 200 and b"".join(photo)


def test_withdraw_renewal_on_the_same_day(cast, enter):
    board = put_up(cast)
    follow(cast.village_reach, chief(cast.village, "新来的"), 20)
    renew_signboard(board, today(), by=cast.clerk)
    assert not is_listed_stale(board)
    enter(cast.clerk).post(reverse("rivers:withdraw_renewal", args=[board.pk]))
    found = listed(board)
    assert found.renewed_on == ago(60) and found.stale_since == ago(20)


def test_what_was_before_the_first_renewal_comes_back(cast, board):
    renew_signboard(board, today(), by=cast.clerk)
    withdraw_renewal(board, by=cast.clerk)
    board.refresh_from_db()
    assert not board.renewals.exists() and not BoardState.objects.exists()
    assert board.renewed_on == timezone.datetime(2026, 1, 1).date()
    with pytest.raises(Refusal):
        withdraw_renewal(board, by=cast.clerk)


def test_not_the_day_after_and_not_by_others(cast):
    board = put_up(cast)
    with pytest.raises(Refusal, match="当天撤回"):
        withdraw_renewal(board, by=cast.clerk, at=timezone.now() + timedelta(days=1))
    for post in (cast.neighbour_clerk, cast.village_chief):
        with pytest.raises(PermissionDenied):
            renew_signboard(board, today(), by=post)
        with pytest.raises(PermissionDenied):
            withdraw_renewal(board, by=post)


def test_not_one_that_was_taken_down(cast):
    board = put_up(cast)
    remove_signboard(board, today(), "道路改造", by=cast.clerk)
    with pytest.raises(ValidationError, match="恢复使用"):
        renew_signboard(board, today(), by=cast.clerk)
