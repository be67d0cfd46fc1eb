"""Rows that were ticked on a list page, or all that it shows: found again by what the page's form sends."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import QueryDict

from hezhang.core.web.lists.asked import Asked, read
from hezhang.core.web.lists.filtering import Filtered, apply
from hezhang.core.web.lists.spec import PAGE_SIZES, ListSpec

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

LONGEST = 18  # digits of a number; a forged longer one would overflow the database's integer


@dataclass(frozen=True)
class Chosen:
    """The list as its reader saw it, and the rows: ``is_all`` when they are all that match."""

    asked: Asked
    filtered: Filtered
    rows: QuerySet
    is_all: bool


def chosen(post: Post, spec: ListSpec, queryset: QuerySet, data: QueryDict, *, path: str = "") -> Chosen:
    """``queryset`` is in the post's scope; the rows come in the order of the screen.

    Ticked rows are looked up in the scope alone: one that has left the filter meanwhile is there, to be told about.
    """
    asked = read(spec, QueryDict(data.get("query", "")), path)
    filtered = apply(asked, queryset, SimpleNamespace(post=post, user=post.user))
    if is_all := bool(data.get("all")):
        rows = filtered.under(asked.tab, post)
    else:
        ids = [each for each in data.getlist("rows") if each.isdecimal() and len(each) <= LONGEST]
        rows = queryset.filter(pk__in=ids[: PAGE_SIZES[-1]])
    return Chosen(asked, filtered, rows.order_by(*asked.order.words()), is_all)
