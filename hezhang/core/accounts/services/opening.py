"""Accounts opened for many people at once: after a list of chiefs was imported nobody of them has a password yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Prefetch

from hezhang.core.accounts.models import Post, Region, User
from hezhang.core.accounts.rules import may_manage_people, may_manage_person
from hezhang.core.accounts.services.common import demand, journal
from hezhang.core.accounts.services.passwords import new_password


class Opening(NamedTuple):
    """A person with the temporary password that is made for them; the hash is what will be stored."""

    user: User
    password: str
    hash: str


def people_to_open(region: Region | None = None, *, by: Post) -> list[User]:
    """Active people who hold a post (in the region, if given), have no password, and are the acting post's to manage.

    Each has ``posts_today``, the posts held. Who has a password keeps it: this never resets one.
    """
    demand(may_manage_people(by))
    held = Prefetch("posts", Post.objects.current().with_names(), "posts_today")
    to_come = Prefetch("posts", Post.objects.not_ended().select_related("region"), "posts_not_ended")
    people = User.objects.visible_to(by).without_password().prefetch_related(held, to_come)
    return [
        user
        for user in people.order_by("id")
        if may_manage_person(by, user.pk, user.posts_not_ended) and _lies_in(user, region)
    ]


def _lies_in(user: User, region: Region | None) -> bool:
    return any(region is None or region.contains(post.region_id) for post in user.posts_today)


def prepare(user: User) -> Opening:
    """Make the password and its hash. Slow on purpose (argon2), so it is done before any row is locked."""
    password = new_password()
    return Opening(user, password, make_password(password))


@transaction.atomic
def open_accounts(prepared: Iterable[Opening], *, by: Post, at: datetime | None = None) -> list[Opening]:
    """Store the temporary passwords, each to be changed at the first sign-in; those that were opened here.

    Left out is whoever has come by a password in the meantime.
    """
    return [one for one in prepared if _open(by, one, at)]


def _open(by: Post, one: Opening, at: datetime | None) -> bool:
    closed = User.objects.filter(pk=one.user.pk).without_password()
    if not closed.update(password=one.hash, must_change_password=True):
        return False
    journal("person.open_account", one.user, by=by, at=at)
    return True
