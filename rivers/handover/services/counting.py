"""What a chief who leaves leaves behind: counted from the registry, and asked of the apps above by a signal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from rivers.boards.models import Signboard
from rivers.chiefs.choices import TermUnit, TermWhat
from rivers.chiefs.models import ChangeTerm
from rivers.chiefs.rules import due_after
from rivers.handover.rules import Left, in_order
from rivers.handover.signals import left_behind
from rivers.plans.models import PlanTask
from rivers.plans.rules import percent
from rivers.registry.models import Reach
from rivers.water.choices import WaterClass
from rivers.water.facts.sections import sections_of
from rivers.water.facts.words import class_words, met_words
from rivers.water.models import Section

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

YEAR = timedelta(days=366)


def due_on(what: str, day: date, code: str) -> date:
    """The last day for what follows a change of chief, by the term that holds in the place; the same day without one."""
    term = ChangeTerm.objects.in_force(code).filter(what=what).first()
    if term is None:
        return day
    calendar = Calendar.load(day, day + YEAR) if term.unit == TermUnit.WORKDAY else Calendar()
    return due_after(day, term.amount, term.unit, calendar)


def inventory(post: Post, reaches: Sequence[Reach], on: date, today: date) -> list[Left]:
    """What the post leaves behind when these reaches (with river and region) are no longer its own after ``on``."""
    answers = left_behind.send(Reach, post=post, reaches=reaches, on=on, today=today)
    told = [line for _, lines in answers for line in lines or ()]
    return in_order([*_reaches(reaches), *_tasks(post, reaches), *_water(reaches, today), *_boards(reaches, on), *told])


def _reaches(reaches: Iterable[Reach]) -> Iterator[Left]:
    for reach in reaches:
        length = f"，{reach.length_km} 公里" if reach.length_km else ""
        yield Left("河段", reach.name, reach.pk, f"{reach.river.name}{length}，{reach.code}", reach.get_absolute_url())


def _tasks(post: Post, reaches: Iterable[Reach]) -> Iterator[Left]:
    """Open tasks of plans: those of the reaches, which the successor has from the first day on, and those that name the post."""
    mine = Q(reach__in=[reach.pk for reach in reaches]) | Q(owner=post)
    for task in PlanTask.objects.running().filter(mine).select_related("plan").order_by("due_on", "pk"):
        note = (
            f"{task.plan}；{task.amount}，已完成 {percent(task.done, task.quantity)}%；{day_words(task.due_on)}前完成"
        )
        yield Left("任务", task.name, task.reach_id, note, task.get_absolute_url())


def _water(reaches: Sequence[Reach], today: date) -> Iterator[Left]:
    """The last class of the sections on the rivers, as far as they lie in the reach's region or around it."""
    rivers = {reach.river_id for reach in reaches}
    sections = list(sections_of(Section.objects.standing(today).filter(river__in=rivers), today).order_by("code"))
    for section in sections:
        near = [reach for reach in reaches if reach.river_id == section.river_id and _touch(reach, section)]
        if near:
            month: Any = section
            last = month.latest_month and f"{month.latest_month:%Y年%-m月} {class_words(month.latest_class)}"
            met = met_words(month.latest_class, month.latest_target or month.target_now) if month.latest_month else ""
            note = f"目标{WaterClass(month.target_now).label}；{f'{last}，{met}' if last else '还没有水质数据'}"
            yield Left("水质", section.name, near[0].pk, note, section.get_absolute_url())


def _touch(reach: Reach, section: Section) -> bool:
    return reach.region.contains(section.region_id) or section.region.contains(reach.region_id)


def _boards(reaches: Iterable[Reach], on: date) -> Iterator[Left]:
    by_pk = {reach.pk: reach for reach in reaches}
    for board in Signboard.objects.standing(on).filter(reach__in=list(by_pk)).order_by("code"):
        reach = by_pk[board.reach_id]
        until = due_on(TermWhat.BOARD, on + timedelta(days=1), reach.region_id)
        note = f"{board.place}；接任后须更新，限{day_words(until)}前" if board.place else f"限{day_words(until)}前更新"
        yield Left("公示牌", board.code, reach.pk, note, board.get_absolute_url())
