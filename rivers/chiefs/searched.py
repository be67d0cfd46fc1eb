"""What chiefs are found by: those in office, each with the reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.chiefs.models import Tenure

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def text(tenure: Tenure) -> str:
    names = [tenure.post.user.name, tenure.reach.name]
    parts = [*names, *map(initials, names), tenure.post.title, tenure.get_kind_display(), tenure.reach.river.name]
    return " ".join(parts)


def hit(tenure: Tenure) -> Hit:
    line = " · ".join(filter(None, [tenure.get_kind_display(), tenure.post.title, tenure.reach.name]))
    return Hit(tenure.post.user.name, line, tenure.reach.get_absolute_url())


def rows(post: Post) -> QuerySet[Tenure]:
    held = Tenure.objects.visible_to(post).current(timezone.localdate())
    return held.select_related("post__user", "reach")


register(
    Source(
        kind="chief",
        title="河长",
        icon="people",
        model=Tenure,
        text=text,
        fields=frozenset({"post", "reach", "kind"}),
        joined=("post__user", "reach__river"),
        leans={"post__user": "name", "post": "title", "reach": "name", "reach__river": "name"},
        rank=40,
        rows=rows,
        name="post__user__name",
        order=("reach__code", "pk"),
        hit=hit,
        list_url="rivers:chiefs",
        rule=sees_business,
    )
)
