"""Boards as objects: edited, taken down and put back, with the phones that stand on them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import EditedMeanwhile
from rivers.boards.models import PublicPhone, Signboard
from rivers.boards.services import board_text, edit_signboard, publish_phones, remove_signboard, return_signboard
from rivers.boards.services.keeping import edit_mark
from tests.rivers.boarding import ago, chief, follow, is_listed_stale, listed, put_up, today

pytestmark = pytest.mark.django_db


def test_edit_signboard_never_over_somebody_elses_change(cast, enter, board):
    url, seen = reverse("rivers:edit_signboard", args=[board.pk]), edit_mark(board)
    edit_signboard(board, {"place": "新桥头"}, by=cast.clerk)
    answer = enter(cast.clerk).post(url, {"place": "东桥头", "goal": "清", "seen": seen})
    assert answer.status_code == 409 and "东桥头" in answer.content.decode()
    with pytest.raises(EditedMeanwhile):
        edit_signboard(board, {"place": "东桥头"}, by=cast.clerk, seen=seen)
    page = enter(cast.clerk).get(url)
    enter(cast.clerk).post(url, {"place": "东桥头", "goal": "清", "seen": page.context["form"].initial["seen"]})
    board.refresh_from_db()
    assert (board.place, board.goal) == ("东桥头", "清")


def test_remove_signboard_and_return_it(cast, enter):
    board, client = put_up(cast), enter(cast.clerk)
    follow(cast.village_reach, chief(cast.village, "新来的"), 30)
    url = reverse("rivers:remove_signboard", args=[board.pk])
    assert client.post(url, {"ended_on": (today() + timedelta(days=1)).isoformat(), "why": "x"}).status_code == 422
    client.post(url, {"ended_on": ago(1).isoformat(), "why": "道路改造拆除"})
    lists = reverse("rivers:signboards")
    assert "老桥头" not in client.get(lists, {"tab": "overdue"}).content.decode()
    assert "已停用" in client.get(lists, {"tab": "ended"}).content.decode()
    assert "道路改造拆除" in client.get(board.get_absolute_url()).content.decode()
    client.post(reverse("rivers:return_signboard", args=[board.pk]))
    client.post(reverse("rivers:return_signboard", args=[board.pk]))  # once more does no harm
    assert is_listed_stale(board) and listed(board).ended_on is None


def test_only_the_office_of_the_place(cast, board):
    for post in (cast.neighbour_clerk, cast.village_chief):
        for act in (
            lambda post=post: remove_signboard(board, today(), "x", by=post),
            lambda post=post: return_signboard(board, by=post),
            lambda post=post: edit_signboard(board, {"place": "x"}, by=post),
            lambda post=post: publish_phones(board, {cast.village_chief: "1"}, by=post),
        ):
            with pytest.raises(PermissionDenied):
                act()
    remove_signboard(board, today(), "x", by=cast.clerk)
    with pytest.raises(ValidationError, match="停用"):
        remove_signboard(board, today(), "x", by=cast.clerk)


def test_publish_phones_on_every_board_of_that_post(cast, enter):
    board, client = put_up(cast), enter(cast.clerk)
    url = reverse("rivers:publish_phones", args=[board.pk])
    name = f"post_{cast.town_chief.pk}"
    client.post(url, {name: "0577-5550001"})
    assert "电话：0577-5550001" in str(board_text(board, today()).front)
    assert "乡镇级河长电话：（无） → 0577-5550001" in client.get(board.get_absolute_url()).content.decode()
    client.post(url, {name: ""})
    assert not PublicPhone.objects.exists() and not is_listed_stale(board)


def test_a_persons_own_mobile_is_refused(cast, enter):
    board = put_up(cast)
    cast.town_chief.user.phone = "13800000001"
    cast.town_chief.user.save()
    url = reverse("rivers:publish_phones", args=[board.pk])
    answer = enter(cast.clerk).post(url, {f"post_{cast.town_chief.pk}": "138-0000-0001"})
    assert answer.status_code == 422 and "个人手机号" in answer.content.decode()
    assert not PublicPhone.objects.exists()


def test_each_board_has_an_address_of_its_own(cast):
    tokens = {put_up(cast, code=f"B{n}").token for n in range(5)}
    assert len(tokens) == 5 and all(len(one) == 16 for one in tokens)
    board = Signboard.objects.first()
    before = board.token
    edit_signboard(board, {"place": "别处"}, by=None)
    board.refresh_from_db()
    assert board.token == before
