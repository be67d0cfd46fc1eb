"""The page 搜索: what was found, by kind, with how much there is and the list that has it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.urls import reverse

from hezhang.core.kernel.queries import count_words
from hezhang.core.search import words
from hezhang.core.search.finding import condition, entries
from hezhang.core.search.sources import Hit, Source, for_post
from hezhang.core.web.lists.paging import counts

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SHOWN = 5  # hits of a kind
MOST = 999  # what a kind is counted up to


@dataclass(frozen=True)
class Group:
    """The hits of one kind; ``count`` in words, ``url`` of the full list by the same words."""

    source: Source
    hits: list[Hit]
    count: str
    url: str

    def is_called(self, asked: words.Asked) -> bool:
        """Whether one of the hits is called just so, or its name begins so."""
        return any(hit.title.startswith(str(asked)) for hit in self.hits)


@dataclass(frozen=True)
class Found:
    """What a query came to."""

    asked: words.Asked
    groups: list[Group]

    @property
    def is_empty(self) -> bool:
        return not self.groups


def search(post: Post, typed: str) -> Found:
    """All kinds at once: one query counts them all in the post's scope, and one more for each kind that has any."""
    asked = words.read(typed)
    if not asked:
        return Found(asked, [])
    rows = [(source, _rows(source, post, asked)) for source in for_post(post)]
    numbers = counts([(found, MOST) for _, found in rows])
    groups = [
        _group(source, found, number, asked) for (source, found), number in zip(rows, numbers, strict=True) if number
    ]
    # Whoever types the name of a river means the river, not the hundred problems that lie on it.
    return Found(asked, sorted(groups, key=lambda group: not group.is_called(asked)))


def _rows(source: Source, post: Post, asked: words.Asked) -> QuerySet:
    """Rows of one kind in the post's scope that have the words."""
    meant = condition(source, asked) if source.is_large else Q(pk__in=entries(source.kind, asked))
    also = source.also(asked, post)
    return source.rows(post).filter(meant if also is None else meant | also)


def _ranked(source: Source, rows: QuerySet, asked: words.Asked) -> QuerySet:
    """Who is called so comes before who is found by the place or a remark."""
    if not source.name:
        return rows.order_by(*source.order)
    called = When(**{f"{source.name}__icontains": asked.words[0]}, then=0)
    return rows.alias(other=Case(called, default=1, output_field=IntegerField())).order_by("other", *source.order)


def _group(source: Source, rows: QuerySet, number: int, asked: words.Asked) -> Group:
    hits = [source.hit(row) for row in _ranked(source, rows, asked)[:SHOWN]]
    url = f"{reverse(source.list_url)}?{source.list_also}{urlencode({'q': str(asked)})}"
    return Group(source, hits, count_words(number, MOST), url)
