"""What was found at a reach last time and what is still open there, for whoever sets out; the same for its page and for the pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.words import day_words
from patrols.walks.choices import FindingState
from patrols.walks.models import Finding
from patrols.walks.signals import before_asked

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST = 3  # of each: what one reads while one sets out
DAYS = 365


class Seen(TypedDict):
    """A finding: what it was; its day and how it ended."""

    title: str
    note: str


class Open(TypedDict):
    """A problem that is not signed off: what it is, its class, state, term and number, and its page."""

    title: str
    note: str
    url: str


@dataclass
class Standing:
    """What an app above knows: of reaches the most pressing open problems with how many there are, of findings how they ended."""

    open: dict[int, tuple[list[Open], int]] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)


class Before(TypedDict):
    """At most three of each, how many there are, and both in one sentence."""

    words: str
    seen: list[Seen]
    seen_count: int
    open: list[Open]
    open_count: int


def before_of(post: Post, reaches: Collection[int], today: date) -> dict[int, Before]:
    """By reach; each of them is named. The same queries, whatever their number."""
    rows = list(last_findings(post, reaches, today))
    asked = before_asked.send(
        sender=Finding, post=post, today=today, reaches=reaches, findings=[row.pk for row in rows], most=MOST
    )
    standing = Standing()
    for _, answer in asked:
        standing.open |= answer.open
        standing.ended |= answer.ended
    seen: dict[int, list[Finding]] = defaultdict(list)
    for row in rows:
        seen[row.patrol.reach_id].append(row)
    return {
        reach: _told(*standing.open.get(reach, ([], 0)), [(row, standing.ended.get(row.pk, "")) for row in seen[reach]])
        for reach in reaches
    }


def last_findings(post: Post, reaches: Collection[int], today: date) -> list[Finding]:
    """The last three of each reach within a year, the latest first; ``among`` is how many there were."""
    first, _ = Period("span", today - timedelta(days=DAYS), today, "").bounds()
    rows = Finding.objects.visible_to(post).filter(patrol__reach__in=reaches, patrol__started_at__gte=first)
    latest = [F("patrol__started_at").desc(), F("pk").desc()]
    ranked = rows.annotate(
        nth=Window(RowNumber(), partition_by=[F("patrol__reach")], order_by=latest),
        among=Window(Count("pk"), partition_by=[F("patrol__reach")]),
    )
    return list(ranked.filter(nth__lte=MOST).select_related("item", "patrol").order_by(*latest))


def _told(open_: list[Open], open_count: int, seen: list[tuple[Finding, str]]) -> Before:
    seen_count = seen[0][0].among if seen else 0
    parts = [
        f"还有 {open_count} 件没有办结" if open_count else "没有未办结的问题",
        f"一年内发现过 {seen_count} 处" if seen_count else "一年内没有发现",
    ]
    return {
        "words": f"这里{'，'.join(parts)}",
        "open": open_,
        "open_count": open_count,
        "seen": [_seen(row, ended) for row, ended in seen],
        "seen_count": seen_count,
    }


def _seen(row: Finding, ended: str) -> Seen:
    words = ended or str(FindingState(row.state).label)
    return {"title": row.item.name, "note": f"{day_words(row.patrol.started_at)} · {words}"}
