"""Sections of a walker's desk about what is done in another's stead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.portal.desks.board import SHOWN, Section, Todo, link
from patrols.delegations.facts import until_words as asked_until
from rivers.acting.facts import until_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from patrols.delegations.models import Delegation
    from rivers.acting.models import Acting
    from rivers.registry.models import Reach


def standing_in(rows: QuerySet[Acting]) -> list[Section]:
    """Reaches whose chief is on leave, for whom the post stands in."""
    todos = [_walk(one.tenure.reach, f"{until_words(one)}；您的巡河计入其应巡期次", "代理") for one in rows[:SHOWN]]
    return [Section("代理履职", todos, "", link("rivers:actings"), len(todos))]


def walking_for(rows: QuerySet[Delegation]) -> list[Section]:
    """Reaches that a chief has asked the post to walk."""
    todos = [_walk(one.tenure.reach, _words(one), "代巡") for one in rows[:SHOWN]]
    return [Section("请您代巡", todos, "", link("patrols:delegations", tab="mine"), len(todos))]


def _words(one: Delegation) -> str:
    return f"{asked_until(one)}{'；您的巡河计入其应巡次数' if one.counts else ''}"


def _walk(reach: Reach, note: str, tag: str) -> Todo:
    walk = link("patrols:walk", reach=reach.pk)
    return Todo(reach.name, note, reach.get_absolute_url(), "去巡河", walk, tag=tag, tone="orange", quiet=True)
