"""Requests and links at once, on PostgreSQL: one outcome, ``TIMES``; the controls leave the lock out, and nothing else."""

import threading

import pytest

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import AccountRequest, Post, User
from hezhang.core.accounts.services import requests
from tests.accounts.test_posts_at_once import DAY, at_once
from tests.races.together import TIMES

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WHY = {"reason": "任免文号〔2026〕7号"}


def asked_for(cast, number: int) -> AccountRequest:
    user = User.objects.create(username=f"racer{number}", name="待确认")
    office = {"user": user, "role": Role.LEADER, "region": cast.county, "starts_on": DAY}
    return services.ask_post(by=cast.system_admin, **office, **WHY)


def answered(cast, asked: AccountRequest):
    """Confirmed and declined at the same moment."""
    copies = [AccountRequest.objects.get(pk=asked.pk) for _ in range(2)]
    return at_once(
        [
            lambda: services.confirm_request(copies[0], by=cast.security_admin),
            lambda: services.decline_request(copies[1], by=cast.security_admin, words="否"),
        ]
    )


def test_a_wish_waits_once(cast):
    for number in range(TIMES):
        user = User.objects.create(username=f"racer{number}", name="待确认")
        told = at_once([lambda user=user: services.ask_reset(user, by=cast.system_admin, **WHY)] * 3)
        assert (told, user.requests.count()) == ({"done": 1, "refused": 2}, 1)


def test_yes_and_no_at_once_is_one_of_them(cast):
    for number in range(TIMES):
        asked = asked_for(cast, number)
        assert answered(cast, asked) == {"done": 1, "refused": 1}
        asked.refresh_from_db()
        assert asked.user.posts.count() == (asked.state == "confirmed")


def test_a_link_is_used_once(cast):
    for number in range(TIMES):
        user = User.objects.create(username=f"racer{number}", name="同时设密码")
        code = services.reset_password(user, by=None)
        words = ["Xigua-Tizi-58", "Lanmao42Dengta", "Niuroumian7Kuaizi"]
        told = at_once([lambda one=one, code=code: services.set_password(code, one) for one in words])
        assert told == {"done": 1, "refused": 2}


def test_the_control_without_the_lock_both_answer(cast, monkeypatch):
    meet = threading.Barrier(2)

    def look_then_wait(request, state, by, at, words):
        locked = AccountRequest.objects.get(pk=request.pk)
        assert locked.is_waiting(at)
        meet.wait(10)  # both have looked, neither has written
        locked.state, locked.decided_by, locked.decided_at, locked.answer = state, by, at, words
        locked.save()
        return locked

    monkeypatch.setattr(requests, "_settle", look_then_wait)
    asked = asked_for(cast, 0)
    assert answered(cast, asked) == {"done": 2}
    assert Post.objects.filter(user=asked.user).count() == 1
