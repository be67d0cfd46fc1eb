"""公示牌巡检: by whom, with what, what stays open, and the ways back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal
from rivers.boards.models import Inspection
from rivers.boards.services import (
    inspect_signboard,
    remove_signboard,
    reopen_inspection,
    repair_signboard,
    withdraw_inspection,
)
from rivers.chiefs.services import appoint
from tests.issues.acts import picture
from tests.rivers.boarding import ago, listed, put_up, today

pytestmark = pytest.mark.django_db


def see(board, by, result="damaged", **more) -> Inspection:
    return inspect_signboard(
        board, by=by, result=result, day=more.pop("day", today()), note=more.pop("note", "倾斜"), **more
    )


def test_the_chief_of_the_reach_on_the_phone_with_a_photo(cast, enter):
    board, client = put_up(cast), enter(cast.village_chief)
    url = reverse("rivers:inspect_signboard", args=[board.pk])
    once = client.get(url).context["form"].initial["once"]
    facts = {"result": "damaged", "day": today().isoformat(), "once": once}
    assert client.post(url, facts).status_code == 422  # neither a word nor a photo
    for _ in range(2):  # sent twice
        assert client.post(url, facts | {"photos": picture(red=4)}).status_code == 302
    found = Inspection.objects.get()
    page = client.get(board.get_absolute_url()).content.decode()
    assert "待修复" in page and "登记已修复" not in page
    photo = client.get(reverse("rivers:inspection_photo", args=[found.photos.get().pk]))
    assert photo.status_code == 200 and b"".join(photo)


def test_who_may(cast):
    board = put_up(cast)
    for post in (cast.village2_chief, cast.handler, cast.leader, cast.patroller, cast.neighbour_clerk):
        with pytest.raises(PermissionDenied):
            see(board, post)
    appoint(by=None, post=cast.patroller, reach=cast.village_reach, kind="patroller", starts_on=ago(3))
    for post in (cast.patroller, cast.village_chief, cast.clerk):
        assert see(board, post).pk


def test_neither_ahead_nor_after_it_was_taken_down(cast):
    board = put_up(cast)
    with pytest.raises(ValidationError):
        see(board, cast.clerk, day=today() + timedelta(days=1))
    remove_signboard(board, ago(2), "x", by=cast.clerk)
    with pytest.raises(ValidationError, match="停用"):
        see(board, cast.clerk)


def test_it_stays_open_until_repair_signboard_and_can_be_opened_again(cast, enter):
    board, client = put_up(cast), enter(cast.clerk)
    found = see(board, cast.village_chief, day=ago(3))
    lists = reverse("rivers:signboards")
    assert board.code in client.get(lists, {"tab": "broken"}).content.decode() and listed(board).is_broken
    url = reverse("rivers:repair_signboard", args=[found.pk])
    assert client.post(url, {"repaired_on": ago(4).isoformat()}).status_code == 422
    assert client.post(url, {"repaired_on": ago(1).isoformat(), "note": "已扶正"}).status_code == 302
    assert client.post(url, {"repaired_on": ago(1).isoformat()}).status_code == 422
    assert not listed(board).is_broken and "已扶正" in client.get(board.get_absolute_url()).content.decode()
    client.post(reverse("rivers:reopen_inspection", args=[found.pk]))
    assert listed(board).is_broken
    with pytest.raises(PermissionDenied):
        repair_signboard(found, today(), "", by=cast.village_chief)
    with pytest.raises(PermissionDenied):
        reopen_inspection(found, by=cast.village_chief)


def test_withdraw_inspection_on_the_same_day(cast, enter):
    board, client = put_up(cast), enter(cast.village_chief)
    found = see(board, cast.village_chief)
    with pytest.raises(Refusal, match="当天撤回"):
        withdraw_inspection(found, by=cast.village_chief, at=timezone.now() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        withdraw_inspection(found, by=cast.town_chief)
    client.post(reverse("rivers:withdraw_inspection", args=[found.pk]))
    assert not Inspection.objects.exists() and listed(board).found is None
    with pytest.raises(Refusal, match="已被撤回"):
        withdraw_inspection(found, by=cast.village_chief)


def test_the_list_finds_what_nobody_has_seen_for_a_year(cast, enter):
    old, new = put_up(cast, code="OLD"), put_up(cast, code="NEW")
    see(old, cast.clerk, "sound", day=ago(400))
    see(new, cast.clerk, "sound", day=ago(10))
    page = enter(cast.clerk).get(reverse("rivers:signboards"), {"seen": "unseen"}).content.decode()
    assert "OLD" in page and "NEW" not in page


def test_the_same_number_on_another_board_is_another_inspection(cast):
    first, second, once = put_up(cast, code="A"), put_up(cast, code="B"), uuid4()
    assert see(first, cast.clerk, once=once).pk == see(first, cast.clerk, once=once).pk
    with pytest.raises(ValidationError):
        see(second, cast.clerk, once=once)
