"""What people are found by: their names and offices, and by the whole number who may see it whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.rules import may_manage_people, may_manage_person
from hezhang.core.kernel.words import initials, mask_phone
from hezhang.core.search.sources import Hit, Source, register

if TYPE_CHECKING:
    from hezhang.core.search.words import Asked

PHONE = re.compile(r"1\d{10}")


def text(user: User) -> str:
    offices = [office for post in user.posts.all() for office in _office(post)]
    return " ".join([user.name, initials(user.name), user.username, *dict.fromkeys(offices)])


def _office(post: Post) -> list[str]:
    return [post.region.name, post.department.name if post.department else "", post.title, post.get_role_display()]


def rows(post: Post) -> QuerySet[User]:
    held = Post.objects.visible_to(post).current().with_names()
    found = User.objects.visible_to(post).filter(is_active=True)
    return found.prefetch_related(Prefetch("posts", held, to_attr="posts_today"))


def hit(user: User) -> Hit:
    offices = "；".join(post.label for post in user.posts_today) or "无在任岗位"
    line = f"{offices} · {mask_phone(user.phone)}" if user.phone else offices
    return Hit(user.name, line, reverse("people:person", args=[user.pk]))


def by_phone(typed: str, post: Post) -> Q | None:
    """The person with this number, for a post that may see the number whole on the person's page; never by a part of it."""
    number = typed.strip()
    if not PHONE.fullmatch(number):
        return None
    found = User.objects.visible_to(post).filter(phone=number).first()
    if found is None or not may_manage_person(post, found.pk, found.posts.not_ended().select_related("region")):
        return None
    return Q(pk=found.pk)


def also(asked: Asked, post: Post) -> Q | None:
    return by_phone(str(asked), post)


register(
    Source(
        kind="person",
        title="人员",
        icon="person",
        model=User,
        text=text,
        fields=frozenset({"name", "username"}),
        gathered=("posts__region", "posts__department"),
        leans={"posts__region": "name", "posts__department": "name"},
        follows={Post: "user_id"},
        rank=50,
        rows=rows,
        name="name",
        order=("name", "pk"),
        hit=hit,
        list_url="people:people",
        rule=may_manage_people,
        also=also,
    )
)
