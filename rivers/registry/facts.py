"""What the registry's pages show: codes to offer, gaps, the tree of a river, the panels of the other rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.dispatch import Signal
from django.urls import reverse
from django.utils.safestring import SafeString

from hezhang.core.accounts.rules import may_manage_people
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.kernel.queries import count_words, counted
from hezhang.core.web.templatetags.ui import link_html
from rivers.registry.models import Reach, River
from rivers.registry.queries import ReachQuery

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def first_free(codes: Iterable[str], prefix: str) -> int:
    """The first free serial behind a prefix: R0001 … R0007 → 8."""
    taken = [int(code[len(prefix) :]) for code in codes if code.startswith(prefix) and code[len(prefix) :].isdigit()]
    # The highest and one more, never a gap: the number in a gap may still stand on a board or in a document.
    return max(taken, default=0) + 1


def rivers_of(post: Post, today: date) -> QuerySet[River]:
    """Rivers in the post's scope with ``reach_count`` and ``gap_count`` (reaches without a responsible chief)."""
    reaches = Reach.objects.visible_to(post).standing(today).filter(river=OuterRef("pk"))
    return (
        River.objects.visible_to(post)
        .select_related("region")
        .annotate(reach_count=_count(reaches), gap_count=_count(reaches.without_chief(today)))
    )


def _count(rows: QuerySet[Reach]) -> Coalesce:
    # A subquery each: two counts over one join would multiply, and only the post's own reaches are counted.
    counted = rows.values("river").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Branch:
    """A reach in the tree of its river; ``depth`` 0 is the outermost that the post may see."""

    reach: Reach
    depth: int


def river_link(river: River, post: Post) -> SafeString | str:
    """The river's name, with its page where the post may open it. One query."""
    opens = River.objects.visible_to(post).filter(pk=river.pk).exists()
    return link_html(river.name, river.get_absolute_url() if opens else "")


def reach_link(reach: Reach | None, post: Post) -> SafeString | str:
    """The reach's name, with its page where the post may open it; "" for none. No query."""
    if reach is None:
        return ""
    return link_html(reach.name, reach.get_absolute_url() if post.region.contains(reach.region_id) else "")


def person_link(person_post: Post | None, post: Post) -> SafeString | str:
    """The person's name, with the page of the person for those who keep people; "" for none. No query."""
    if person_post is None:
        return ""
    opens = may_manage_people(post) and post.region.contains(person_post.region_id)
    url = reverse("people:person", args=[person_post.user_id]) if opens else ""
    return link_html(person_post.user.name, url)


def read_tenures(reach: Reach, children: Sequence[Reach], today: date) -> None:
    """Give all of them ``current_tenures`` as ``with_chiefs`` does, and the reaches that the reach lies in; one question.

    The reach itself has ``all_tenures``, too: the former ones and those to come.
    """
    above = [one for one in (reach.parent, reach.parent and reach.parent.parent) if one]
    above += [above[-1].parent] if len(above) == 2 and above[-1].parent else []
    shown: list[Any] = [reach, *above, *children]
    # By the relation: tenures lie in a room above (chiefs).
    rows = Reach._meta.get_field("tenures").related_model._default_manager
    now = rows.current(today).order_by().values("pk")
    read = rows.filter(Q(reach=reach) | Q(reach__in=[one.pk for one in shown], pk__in=now)).with_acting(today)
    read = read.annotate(is_current=Q(pk__in=now)).select_related("post__user", "post__region", "post__department")
    of: dict[int, list[Any]] = defaultdict(list)
    for tenure in read.order_by("-kind", "starts_on", "pk"):
        of[tenure.reach_id].append(tenure)
    for one in shown:
        one.current_tenures = [tenure for tenure in of[one.pk] if tenure.is_current]
    shown[0].all_tenures = of[reach.pk]


def tree_of(reaches: Iterable[Reach]) -> list[Branch]:
    """The reaches nested under their parents, each level in the order of codes."""
    rows = list(reaches)
    known = {reach.pk for reach in rows}
    under: dict[int | None, list[Reach]] = {}
    for reach in sorted(rows, key=lambda one: (TIER_ORDER.index(Tier(one.tier)), one.code)):
        # A parent outside the scope is not shown; what lies below it then stands outermost.
        under.setdefault(reach.parent_id if reach.parent_id in known else None, []).append(reach)

    def walk(parent: int | None, depth: int) -> Iterable[Branch]:
        for reach in under.get(parent, []):
            yield Branch(reach, depth)
            yield from walk(reach.pk, depth + 1)

    return list(walk(None, 0))


@dataclass(frozen=True)
class Panel:
    """What another room adds to an overview: a template that finds ``context`` as ``panel``.

    ``is_aside``: beside the others where the screen is wide, below them where it is narrow.
    """

    template: str
    context: dict[str, Any]
    is_aside: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure of an overview; ``url`` opens the rows that it counts, exactly as many. ``order``: tens, as the tabs'.

    ``unit`` stands small behind the value; ``tone`` is one of the kit's colours.
    """

    label: str
    value: int | str
    url: str
    order: int
    unit: str = ""
    tone: str = "grey"


@dataclass(frozen=True)
class Tally:
    """A figure that is the number of ``rows``: those of all rooms are counted in one question.

    ``tone`` where there is a row, ``none`` where there is none.
    """

    label: str
    rows: QuerySet
    url: str
    order: int
    unit: str = ""
    tone: str = "red"
    none: str = "green"

    def told(self, number: int) -> Figure:
        return Figure(
            self.label, count_words(number), self.url, self.order, self.unit, self.tone if number else self.none
        )


def _counted(shown: River | Reach, tallies: list[Tally]) -> list[Figure]:
    """What the tallies come to; no question where there is none."""
    if not tallies:
        return []
    asked = type(shown)._base_manager.filter(pk=shown.pk).order_by()
    numbers = asked.values_list(*(counted(one.rows) for one in tallies)).get()
    return [one.told(number) for one, number in zip(tallies, numbers, strict=True)]


def overview(
    shown_to: Signal,
    figures_of: Signal,
    shown: River | Reach,
    post: Post,
    today: date,
    own: Iterable[Figure] = (),
) -> dict[str, Any]:
    """Figures in their order (``own``: the registry's), and the panels of the rooms above in the order in which they listen (``rivers.apps``)."""
    asked: dict[str, Any] = {"sender": type(shown), "shown": shown, "post": post, "today": today}
    answers = [told if isinstance(told, list) else [told] for _, told in shown_to.send(**asked)]
    panels = [panel for told in answers for panel in told if panel]
    given = [one for _, told in figures_of.send(**asked) for one in told]
    figures = [*own, *(one for one in given if isinstance(one, Figure))]
    figures += _counted(shown, [one for one in given if isinstance(one, Tally)])
    return {
        "figures": sorted(figures, key=lambda one: one.order),
        "panels": [one for one in panels if not one.is_aside],
        "asides": [one for one in panels if one.is_aside],
    }


def reach_figures(river: Any) -> list[Figure]:
    """How many reaches the river has, and how many of them nobody answers for; of a river from ``rivers_of``."""
    url, gaps = reverse("rivers:river_reaches", args=[river.pk]), river.gap_count
    return [
        Figure("河段", river.reach_count, url, 10, "段", "blue"),
        Figure("无责任河长", gaps, f"{url}?only=gap", 20, "段", "red" if gaps else "green"),
    ]


# What the tree of a river may be narrowed to, and the key of that in the address.
ONLY = {"": "在用", "gap": "无责任河长", "ended": "已终止"}


def tree_page(river: River, post: Post, today: date, only: str) -> dict[str, Any]:
    """The reaches of the river as a tree, and how many there are of each choice; an unknown choice is the first."""
    kinds = _kinds(river, post, today)
    only = only if only in kinds else ""
    choices = [(label, f"?only={key}" if key else "?", kinds[key][0], key == only) for key, label in ONLY.items()]
    return {"tree": tree_of(kinds[only][1].with_chiefs(today)), "choices": choices, "only": only}


def _kinds(river: River, post: Post, today: date) -> dict[str, tuple[int, ReachQuery]]:
    """Number and rows of each choice, by its key; counted in one query."""
    seen = Reach.objects.visible_to(post).filter(river=river)
    kinds = {"": seen.standing(today), "gap": seen.without_chief(today), "ended": seen.ended(today)}
    kept = {f"n_{key}": Count("pk", filter=Q(pk__in=rows.order_by().values("pk"))) for key, rows in kinds.items()}
    counts = seen.aggregate(**kept)
    return {key: (counts[f"n_{key}"], rows) for key, rows in kinds.items()}
