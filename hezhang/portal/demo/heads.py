"""总河长 and 副总河长 of the district and of its towns: the secretary and the head of government, and their deputies."""

from __future__ import annotations

from datetime import timedelta

from hezhang.core.accounts.models import Post
from hezhang.portal.demo.world import World
from rivers.heads.models import HeadTenure
from rivers.heads.services import appoint_head, dismiss_head

SWORN_IN = timedelta(days=240)  # since when the present secretary of the district is in office


def heads(world: World) -> str:
    posts = world.posts
    _heads(world, "general", [posts["lingdao"], posts["secretary0"]])
    # Elections bring a new secretary of the party: the one before stays in the history.
    former = HeadTenure.objects.get(post=posts["secretary0"])
    last = world.hours.workday(world.today - SWORN_IN)
    dismiss_head(former, last, by=None, successor=posts["secretary1"], today=last)
    _heads(world, "vice", [posts["county0"], posts["county1"], posts["zhangqu"]])
    for town in world.towns:
        leader, deputy = world.town_chiefs[town.code]
        _heads(world, "general", [leader, posts[f"secretary:{town.code}"]])
        _heads(world, "vice", [deputy])
    return f"{HeadTenure.objects.count()} 人次"


def _heads(world: World, kind: str, posts: list[Post]) -> None:
    for post in posts:
        appoint_head(by=None, post=post, kind=kind, starts_on=post.starts_on, today=post.starts_on)
