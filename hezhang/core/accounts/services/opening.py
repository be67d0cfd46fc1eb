"""Accounts opened for many people at once: after a list of chiefs was imported nobody of them has a password yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region, User
from hezhang.core.accounts.rules import acts_by_two, may_manage_people, may_manage_person
from hezhang.core.accounts.services.common import demand, demand_alone, journal, lock_person
from hezhang.core.accounts.services.links import VALID_AT_OPENING, make_link


class Opening(NamedTuple):
    """A person with the code of the link that was made for them."""

    user: User
    code: str


def people_to_open(region: Region | None = None, *, by: Post, at: datetime | None = None) -> list[User]:
    """Active people who hold a post (in the region, if given), have neither password nor link, and are the acting
    post's to manage; nobody where a second person is needed for each.

    Each has ``posts_today``, the posts held. Who has a password keeps it: this never resets one.
    """
    demand(may_manage_people(by))
    if acts_by_two(by, settings.ADMINS_SEPARATED):
        return []
    held = Prefetch("posts", Post.objects.current().with_names(), "posts_today")
    to_come = Prefetch("posts", Post.objects.not_ended().select_related("region"), "posts_not_ended")
    linked = User.objects.with_link(at or timezone.now()).order_by().values("pk")
    people = User.objects.visible_to(by).without_password().exclude(pk__in=linked).prefetch_related(held, to_come)
    return [
        user
        for user in people.order_by("id")
        if may_manage_person(by, user.pk, user.posts_not_ended) and _lies_in(user, region)
    ]


def _lies_in(user: User, region: Region | None) -> bool:
    return any(region is None or region.contains(post.region_id) for post in user.posts_today)


@transaction.atomic
def open_accounts(people: Iterable[User], *, by: Post, at: datetime | None = None) -> list[Opening]:
    """Make a link for each; those that were opened here.

    Left out is whoever has come by a password or a link in the meantime.
    """
    demand_alone(by=by)
    at = at or timezone.now()
    return [opened for user in people if (opened := _open(by, user, at))]


def _open(by: Post, user: User, at: datetime) -> Opening | None:
    lock_person(user)
    still_closed = User.objects.filter(pk=user.pk).without_password()
    if not still_closed.exists() or user.password_links.valid(at).exists():
        return None
    code = make_link(user, by=by, at=at, valid=VALID_AT_OPENING)
    journal("person.open_account", user, by=by, at=at)
    return Opening(user, code)
