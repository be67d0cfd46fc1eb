"""What is like a problem that is being reported: told while one types, and in nobody's way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hezhang.core.geo.positions import haversine
from issues.hints.rules import bigrams, likeness
from issues.ledger.choices import State
from issues.ledger.models import Issue, IssueTransition

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

YEAR = timedelta(days=365)
JUST = timedelta(minutes=30)
MOST = 300  # the latest of the river that are looked through: one range of an index, however long the ledger
SHOWN = 3
SAME, ALIKE, SPOT = 0.6, 0.25, 0.5  # of likeness: the same words, like words, the same name of a place
NEAR_M = 100.0


@dataclass
class Near:
    """``twins``: told in the same words just now, (issue, minutes ago); ``closed``: signed off at this spot this year, the last one first;
    ``open``: being handled, at this spot or told in like words."""

    twins: list[tuple[Issue, int]] = field(default_factory=list)
    closed: list[Issue] = field(default_factory=list)
    open: list[Issue] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.twins or self.closed or self.open)

    @property
    def first_open(self) -> list[Issue]:
        return self.open[:SHOWN]


def near(told: Mapping[str, Any], *, by: Post, but: int | None = None, at: datetime | None = None) -> Near:
    """``told``: river, reach, place, text, lat, lng as far as they are known; without a river nothing is looked for."""
    at, river = at or timezone.now(), told.get("river")
    if river is None:
        return Near()
    rows = Issue.objects.visible_to(by).filter(river=river, found_at__gte=at - YEAR).exclude(pk=but)
    words, found = bigrams(told.get("text") or ""), Near()
    alike: dict[int, float] = {}
    for issue in rows.select_related("river", "region").order_by("-found_at", "-pk")[:MOST]:
        alike[issue.pk] = likeness(words, bigrams(issue.text))
        is_here = _same_spot(told, issue)
        if issue.state == State.CLOSED and is_here and _year(issue.closed_at) == _year(at):
            found.closed.append(issue)
        elif issue.is_open and (is_here or alike[issue.pk] >= ALIKE):
            found.open.append(issue)
    found.closed.sort(key=lambda issue: issue.closed_at or issue.found_at, reverse=True)
    found.open.sort(key=lambda issue: -alike[issue.pk])
    found.twins = _just_now([issue for issue in found.open if alike[issue.pk] >= SAME], at)
    known = {issue.pk for issue, _ in found.twins}
    found.open = [issue for issue in found.open if issue.pk not in known]
    return found


def near_issue(issue: Issue, *, by: Post, at: datetime | None = None) -> Near:
    """The same for one that is in the ledger already."""
    names = ("river", "reach", "place", "text", "lat", "lng")
    return near({name: getattr(issue, name) for name in names}, by=by, but=issue.pk, at=at)


def _year(moment: datetime | None) -> int:
    return timezone.localtime(moment).year if moment else 0


def _just_now(issues: list[Issue], at: datetime) -> list[tuple[Issue, int]]:
    steps = (
        IssueTransition.objects.filter(issue__in=issues, verb__in=["report", "raise"], at__gte=at - JUST)
        if issues
        else []
    )
    when = {step.issue_id: step.at for step in steps}
    minute = timedelta(minutes=1)
    return [(issue, (at - when[issue.pk]) // minute) for issue in issues if issue.pk in when][:SHOWN]


def _same_spot(told: Mapping[str, Any], issue: Issue) -> bool:
    """Within 100 m where both have a position; else on the same reach, under a like name."""
    lat, lng = told.get("lat"), told.get("lng")
    if lat is not None and lng is not None and issue.lat is not None and issue.lng is not None:
        return haversine(lat, lng, issue.lat, issue.lng) <= NEAR_M
    reach, place = told.get("reach"), (told.get("place") or "").strip()
    if reach is None or issue.reach_id != reach.pk or not place:
        return False
    return place == issue.place or likeness(bigrams(place), bigrams(issue.place)) >= SPOT
