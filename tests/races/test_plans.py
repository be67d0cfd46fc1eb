"""Two who report on one task at once, and two plans of one river that are approved at once; each with its control."""

from functools import partial

import pytest

from rivers.plans import services
from rivers.plans.models import Plan, PlanTask, PlanTransition, TaskProgress
from rivers.plans.services import reporting, steps
from tests.races.together import LONG, at_once, named, without
from tests.rivers import planning

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TURNS = 5


def unlocked(obj):
    """The control: the lock left out, and nothing else."""
    return type(obj)._base_manager.get(pk=obj.pk)


def both_report(cast, task, patience=0.05):
    """The owner says 3, the office at the same moment 1, without a reason: only one of them was looking at nothing."""
    acts = [
        partial(planning.report, cast, PlanTask.objects.get(pk=task.pk), done, by=by)
        for done, by in (("3", cast.town_chief), ("1", cast.clerk))
    ]
    return at_once(acts, TaskProgress, patience)


def test_the_second_report_sees_the_first(cast):
    task = planning.in_force(cast).tasks.get()
    for _ in range(TURNS):
        both_report(cast, task)
        figures = list(TaskProgress.objects.order_by("id").values_list("done", flat=True))
        assert figures in ([3], [1, 3])
        TaskProgress.objects.all().delete()


def test_without_the_lock_less_is_told_after_more(cast, monkeypatch):
    task = planning.in_force(cast).tasks.get()
    monkeypatch.setattr(reporting, "lock", unlocked)
    assert len([one for one in both_report(cast, task, LONG) if isinstance(one, TaskProgress)]) == 2


def both_approve(cast, plans, patience=0.05):
    acts = [
        partial(services.approve_plan, Plan.objects.get(pk=plan.pk), by=cast.county_chief, approved_on=planning.today())
        for plan in plans
    ]
    return at_once(acts, PlanTransition, patience)


def test_one_plan_of_a_river_comes_into_force_and_the_other_reads_why(cast):
    for _ in range(TURNS):
        done = both_approve(cast, [planning.submitted(cast, title=title) for title in ("甲", "乙")])
        assert Plan.objects.filter(state="in_force").count() == 1
        assert sum("正在执行" in str(one) for one in done) == 1
        services.stop_plan(Plan.objects.get(state="in_force"), by=cast.clerk, words="再来")


def test_without_lock_and_constraint_both_do(cast, monkeypatch):
    two = [planning.submitted(cast, title=title) for title in ("甲", "乙")]
    monkeypatch.setattr(steps, "hold_river", lambda plan: None)
    with without(named(Plan, "plan_in_force_once"), Plan):
        both_approve(cast, two, LONG)
        assert Plan.objects.filter(state="in_force").count() == 2
