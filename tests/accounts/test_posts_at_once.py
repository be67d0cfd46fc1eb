"""三员 at once, on PostgreSQL: one person is given three administrators' offices by three real connections, ``TIMES``.

Each of the three is held until all have begun. The control leaves the person's lock out, and nothing else.
"""

import threading
from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.services import posts
from hezhang.core.kernel.refusal import Refusal
from tests.races.together import TIMES

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROLES = [Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, Role.OFFICE_HEAD]
DAY = date(2026, 1, 5)


def at_once(acts) -> Counter:
    """What became of each act: done, or refused in words."""
    barrier, told = threading.Barrier(len(acts)), Counter()

    def run(act) -> None:
        try:
            barrier.wait()
            act()
            told["done"] += 1
        except (ValidationError, Refusal):
            told["refused"] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def give_all_three(cast, user: User) -> Counter:
    def give(role: Role):
        return lambda: services.create_post(by=None, user=user, role=role, region=cast.county, starts_on=DAY)

    return at_once([give(role) for role in ROLES])


def test_one_person_holds_one_of_them(cast):
    for number in range(TIMES):
        user = User.objects.create(username=f"racer{number}", name="一人三员")
        assert give_all_three(cast, user) == {"done": 1, "refused": 2}
        assert Post.objects.filter(user=user).count() == 1


def test_the_same_office_is_given_once(cast):
    for number in range(TIMES):
        user = User.objects.create(username=f"racer{number}", name="重复任命")
        office = {"user": user, "role": Role.CHIEF, "region": cast.village, "title": "村主任", "starts_on": DAY}
        told = at_once([lambda office=office: services.create_post(by=None, **office)] * 3)
        assert (told, user.posts.count()) == ({"done": 1, "refused": 2}, 1)


def test_an_office_ends_once(cast):
    for number in range(TIMES):
        user = User.objects.create(username=f"racer{number}", name="两次离任")
        post = Post.objects.create(user=user, role=Role.CHIEF, region=cast.village, starts_on=DAY)
        copies = [Post.objects.get(pk=post.pk) for _ in range(3)]
        told = at_once([lambda copy=copy: services.end_post(copy, date(2026, 2, 1), by=None) for copy in copies])
        assert told == {"done": 1, "refused": 2}


def test_the_control_without_the_lock_gives_several(cast, monkeypatch):
    meet = threading.Barrier(len(ROLES))
    looked = posts._demand_new

    def look_then_wait(post: Post) -> None:
        looked(post)
        meet.wait(10)  # all have looked, nobody has written

    monkeypatch.setattr(posts, "_demand_new", look_then_wait)
    monkeypatch.setattr(posts, "lock_person", lambda user: None)
    user = User.objects.create(username="racer", name="一人三员")
    assert give_all_three(cast, user) == {"done": 3}
    assert Post.objects.filter(user=user).count() == 3
