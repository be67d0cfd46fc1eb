"""Whose walk a row tells of, and on which reach: by name, by what the person had in charge that day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from hezhang.core.accounts.choices import WALKING_ROLES
from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.web.importing.desk.plan import Context
from hezhang.core.web.importing.desk.rows import Row
from rivers.chiefs.models import Tenure
from rivers.registry.importing.find import Registry
from rivers.registry.models import Reach


class Walkers:
    """Who may have walked, and what was whose; everything fetched once, however long the file."""

    def __init__(self, context: Context, registry: Registry) -> None:
        self.registry, region = registry, context.region
        # The names of a post are told with its region and unit.
        posts = (
            Post.objects.filter(within(region), role__in=WALKING_ROLES).with_names() if region else Post.objects.none()
        )
        self.by_name: dict[str, list[Post]] = defaultdict(list)
        for post in posts.order_by("id"):
            self.by_name["".join(post.user.name.split())].append(post)
        self.held: dict[int, list[Tenure]] = defaultdict(list)
        held = Tenure.objects.filter(within(region, "reach__region")) if region else Tenure.objects.none()
        for tenure in held.select_related("reach__river", "reach__region").order_by("id"):
            self.held[tenure.post_id].append(tenure)

    def who(self, row: Row, day: date, place: Region | None) -> list[Post]:
        """Posts of that name held that day, as few as the phone and the place leave; refuses the row where it is nobody's."""
        named = self.by_name.get("".join(str(row.get("who")).split()), [])
        if not named:
            row.refuse("who", f"本区没有名为“{row.get('who')}”的河长或巡河员。", "请先导入河长名录，或核对姓名。")
            return []
        current = [post for post in named if post.is_current(day)]
        if not current:
            row.refuse("who", f"{named[0].user.name} {day:%Y-%m-%d} 不在任。", "请核对日期，或先补登当时的岗位。")
            return []
        return _narrowed(
            _narrowed(current, lambda one: one.user.phone == row.get("phone")), lambda one: _is_near(one, place)
        )

    def reaches_of(self, posts: list[Post], day: date) -> dict[int, tuple[Post, Reach]]:
        """The reaches that these had in charge on the day, whatever the kind of tenure."""
        found: dict[int, tuple[Post, Reach]] = {}
        for post in posts:
            for one in self.held[post.pk]:
                if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day):
                    found.setdefault(one.reach_id, (post, one.reach))
        return found


def _narrowed(posts: list[Post], fits: Any) -> list[Post]:
    """Those that fit; all, where none does: a wrong phone number is no reason to lose the walk."""
    return [post for post in posts if fits(post)] or posts


def _is_near(post: Post, place: Region | None) -> bool:
    return place is None or post.region.contains(place.code) or place.contains(post.region_id)


def matched(row: Row, walkers: Walkers, day: date, place: Region | None) -> tuple[Post, Reach] | None:
    """The person and the reach of a row; refuses it with the names of those that it may be."""
    posts = walkers.who(row, day, place)
    river = walkers.registry.river(row) if row.get("river") else None
    named = walkers.registry.reach(row, "reach", river, place) if row.get("reach") else None
    if row.is_refused:
        return None
    own = walkers.reaches_of(posts, day)
    if named is not None:
        return _of_reach(row, posts, own, named)
    mine = [pair for pair in own.values() if river is None or pair[1].river_id == river.pk]
    inside = [pair for pair in mine if place is None or place.contains(pair[1].region_id)] or mine
    if len(inside) == 1:
        row.guess("river" if river else "who", inside[0][1].name, "没有写河段，按此人当日任职的河段")
        return inside[0]
    words = "、".join(f"{reach.name}（{post.user.name}）" for post, reach in inside[:4])
    has = f"此人当日任职的河段有 {len(inside)} 个：{words}。" if inside else "此人当日没有任职的河段。"
    row.refuse("reach", f"看不出巡的是哪个河段。{has}", "请填写河段名称或编码。")
    return None


def _of_reach(
    row: Row, posts: list[Post], own: dict[int, tuple[Post, Reach]], reach: Reach
) -> tuple[Post, Reach] | None:
    if reach.pk in own:
        return own[reach.pk][0], reach
    able = [post for post in posts if post.region.contains(reach.region_id)]
    if len({post.user_id for post in able}) == 1:
        return able[0], reach
    if able:
        labels = "、".join(post.label for post in able[:4])
        row.refuse("who", f"有 {len(able)} 人同名：{labels}。", "请加一列手机号，或写明乡镇、村。")
    else:
        row.refuse("reach", f"“{reach.name}”不在 {posts[0].user.name} 的辖区内。", "请核对姓名和河段。")
    return None
