"""What the tab 一河一档 shows: what flows into the river, and how many assets of each kind stand at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from rivers.assets.facts import counts_by_kind, kinds_of
from rivers.assets.models import Asset
from rivers.registry.choices import Bank
from rivers.registry.models import River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

DEEPEST = 6
MOST = 300  # lines of the tree


@dataclass(frozen=True)
class Stream:
    """A river that flows into another one above it in the list; ``depth`` 0 flows into the river itself."""

    river: River
    depth: int

    @property
    def side(self) -> str:
        return self.river.get_joins_bank_display() or "岸别未填"


def tree_of(river: River, post: Post) -> list[Stream]:
    """All that flows into the river, near or far, each under what it flows into. Two queries."""
    into: dict[int, list[int]] = {}
    pairs = River.objects.filter(flows_into__isnull=False).order_by("code").values_list("pk", "flows_into_id")
    for pk, mouth in pairs:
        into.setdefault(mouth, []).append(pk)
    found: list[tuple[int, int]] = []
    _walk(river.pk, 0, into, found)
    known = River.objects.visible_to(post).in_bulk([pk for pk, _ in found])
    return [Stream(known[pk], depth) for pk, depth in found if pk in known]


def _walk(pk: int, depth: int, into: dict[int, list[int]], found: list[tuple[int, int]]) -> None:
    for each in into.get(pk, []) if depth < DEEPEST else []:
        if len(found) < MOST:
            found.append((each, depth))
            _walk(each, depth + 1, into, found)


def banks_of(tree: list[Stream]) -> list[tuple[str, int]]:
    """左岸支流数, 右岸支流数: counted, never typed."""
    near = [stream.river.joins_bank for stream in tree if stream.depth == 0]
    return [("左岸支流", near.count(Bank.LEFT)), ("右岸支流", near.count(Bank.RIGHT)), ("岸别未填", near.count(""))]


def kinds_at(rows: QuerySet[Asset], post: Post, today: date, **asked: Any) -> list[tuple[str, int, str]]:
    """(kind, how many, the list of exactly those) of the kinds that stand there."""
    numbers = counts_by_kind(rows.visible_to(post).standing(today))
    url = reverse("rivers:assets")
    return [
        (kind.name, numbers[kind.pk], f"{url}?{urlencode({'kind': kind.pk, **asked})}")
        for kind in kinds_of(post)
        if kind.pk in numbers
    ]
