"""What heads are found by: those in office, each with the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.heads.models import HeadTenure

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def text(head: HeadTenure) -> str:
    names = [head.post.user.name, head.region.name]
    return " ".join([*names, *map(initials, names), head.post.title, head.get_kind_display()])


def hit(head: HeadTenure) -> Hit:
    line = " · ".join(filter(None, [f"{head.region.name}{head.get_kind_display()}", head.post.title]))
    return Hit(head.post.user.name, line, head.get_absolute_url())


def rows(post: Post) -> QuerySet[HeadTenure]:
    return HeadTenure.objects.visible_to(post).current(timezone.localdate()).with_names()


register(
    Source(
        kind="head",
        title="总河长",
        icon="people",
        model=HeadTenure,
        text=text,
        fields=frozenset({"post", "region", "kind"}),
        joined=("post__user", "region"),
        leans={"post__user": "name", "post": "title", "region": "name"},
        rank=38,
        rows=rows,
        name="post__user__name",
        order=("region_id", "kind", "pk"),
        hit=hit,
        list_url="rivers:heads",
        rule=sees_business,
    )
)
