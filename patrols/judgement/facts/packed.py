"""What of walks a phone keeps to walk without signal: the own reaches with their lines and what was seen last, the check list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from hezhang.core.accounts.rules import is_walker
from hezhang.core.geo import polyline, shapes
from hezhang.core.kernel.words import day_words
from patrols.delegations.facts import asked_of, until_words, walked_by
from patrols.judgement.facts.duties import owed_now
from patrols.judgement.facts.outlook import MANY
from patrols.norms.choices import THIS_PERIOD
from patrols.norms.rules.duty import PeriodDuty
from patrols.tracks.rules import WITHIN_M
from patrols.tracks.services import rule_at
from patrols.walks.facts import ASKS_SAME, asks_of, check_items, last_ended
from patrols.walks.facts.before import before_of
from patrols.walks.models import Patrol
from patrols.walks.rules import thing_key, thing_words
from patrols.walks.services import Asked, asked_in
from rivers.assets.models import Asset
from rivers.boards.models import Signboard
from rivers.lines.models import SHOWN
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST_REACHES = 100
MOST_THINGS = 400
TOLERANCE = 15.0  # metres: on a phone's map a reach is as wide
PAGES_OF_WALKS = 10


def walks_part(post: Post, today: date, pack: dict[str, Any]) -> None:
    """For who walks; nothing for anybody else. Fifteen queries, whatever the number of reaches."""
    if not is_walker(post):
        return
    reaches = _reaches(post, today)
    owed = [one for one in owed_now(post, today) if not one.is_met]
    of_reach = {one.reach_id: _owed_words(one) for one in owed if one.reach_id}
    pack["owed"] = [_owed_words(one) for one in owed if one.reach_id is None]
    seen = _last_walks(post, reaches)
    before = before_of(post, [reach.pk for reach in reaches], today)
    asked = {row.tenure.reach_id: until_words(row) for row in asked_of(post, today)}
    pack["reaches"] = [
        {
            "id": reach.pk,
            "name": reach.name,
            "river": reach.river.name,
            "tier": reach.get_tier_display(),
            "note": asked.get(reach.pk) or of_reach.get(reach.pk, ""),
            "line": coarse(reach.drawn or ""),
            "last": seen.get(reach.pk),
            **before[reach.pk],
        }
        for reach in reaches
    ]
    pack["asks"] = _asks(post, reaches)
    near = rule_at(post.region_id)
    pack["near"] = {
        "ask_m": near.ask_m if near else 0,
        "link_m": near.link_m if near else 0,
        "along_m": near.near_m if near else WITHIN_M,
    }
    pack["things"] = _things(post, reaches, today) if near and near.link_m else []
    groups = check_items(post.region_id)
    pack["items"] = [
        {"id": item.pk, "group": group, "label": item.name, "explain": ""} for group, items in groups for item in items
    ]
    walk = reverse("patrols:walk")
    pack["pages"] += [reverse("patrols:start"), *(f"{walk}?reach={reach.pk}" for reach in reaches[:PAGES_OF_WALKS])]


def _reaches(post: Post, today: date) -> list[Any]:
    """The own ones with their lines; for who has none, the first of the region, as on the start page."""
    own, every = (
        rows.select_related("river").annotate(drawn=F("line__drawn")).order_by("code")
        for rows in (walked_by(post, today), Reach.objects.visible_to(post).standing(today))
    )
    return list(own[:MOST_REACHES]) or list(every[:MANY])


def _asks(post: Post, reaches: Sequence[Any]) -> dict[str, Any]:
    """What a walk on each of the reaches is held against while it lasts; of those where anything is."""
    asked = asked_in(post.tier, {reach.region_id for reach in reaches})
    last = last_ended(post.user_id) if any(one != Asked() for one in asked.values()) else None
    found = {
        reach.pk: asks_of(asked[reach.region_id], post.tier, has_line=bool(reach.drawn), last=last) for reach in reaches
    }
    return {"same": ASKS_SAME, "of": {pk: asks for pk, asks in found.items() if asks}}


def _things(post: Post, reaches: Sequence[Any], today: date) -> list[list[Any]]:
    """What a finding may be about: outfalls and the like at these rivers, boards at these reaches, that have a position."""
    placed = {"lat__isnull": False, "lng__isnull": False}
    assets = (
        Asset.objects.visible_to(post).standing(today).filter(**placed, river__in=[one.river_id for one in reaches])
    )
    boards = Signboard.objects.visible_to(post).standing(today).filter(**placed, reach__in=[one.pk for one in reaches])
    rows = [*boards.order_by("code")[:MOST_THINGS], *assets.select_related("kind").order_by("code")[:MOST_THINGS]]
    return [[thing_key(one), thing_words(one), round(one.lat, 5), round(one.lng, 5)] for one in rows[:MOST_THINGS]]


def _owed_words(one: PeriodDuty) -> str:
    return f"{THIS_PERIOD[one.period.unit]}还差 {one.still_needed} 次"


def _last_walks(post: Post, reaches: Sequence[Reach]) -> dict[int, dict[str, str]]:
    """Of each reach, the last walk that the post may see: its day and what was found."""
    walks = Patrol.objects.visible_to(post).filter(reach=OuterRef("pk")).order_by("-started_at", "-pk").values("pk")[:1]
    asked = Reach.objects.filter(pk__in=[reach.pk for reach in reaches]).order_by()
    rows = Patrol.objects.filter(pk__in=asked.annotate(last=Subquery(walks)).values("last")).select_related("user")
    return {row.reach_id: {"date": day_words(row.started_at), "words": _seen_words(row)} for row in rows}


def _seen_words(patrol: Patrol) -> str:
    return f"{patrol.user.name}：{f'发现 {patrol.finding_count} 处' if patrol.finding_count else '一切正常'}"


def coarse(drawn: str) -> str:
    """A stored line with as few points as a phone's map shows; "" for none."""
    points = polyline.decode(drawn, SHOWN) if drawn else []
    return polyline.encode(shapes.simplified(points, TOLERANCE), SHOWN) if points else ""
