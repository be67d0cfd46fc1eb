"""恢复执行: the way back from an ending that was a mistake."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from rivers.plans.choices import PlanState
from rivers.plans.services import approve_plan, resume_plan, revise_plan, stop_plan, submit_plan
from tests.rivers import planning


@pytest.mark.parametrize("state", ["done", "stopped"])
def test_it_goes_on(cast, enter, state):
    plan = planning.AT[state](cast)
    url = reverse("rivers:resume_plan", args=[plan.pk])
    assert enter(cast.clerk).post(url, {"words": "误办"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_FORCE


def test_not_beside_another_one(cast):
    plan = planning.stopped(cast)
    planning.in_force(cast, title="新方案")
    with pytest.raises(ValidationError, match="“新方案”正在执行"):
        resume_plan(plan, by=cast.clerk, words="误办")


def test_not_what_was_never_approved_nor_what_has_a_newer_version(cast):
    draft = planning.filled(cast)
    stop_plan(draft, by=cast.clerk, words="写错了")
    with pytest.raises(NotAllowed, match="没有审定过"):
        resume_plan(draft, by=cast.clerk, words="再来")
    plan = planning.in_force(cast)
    revise_plan(plan, by=cast.clerk)
    newer = plan.later.get()
    submit_plan(newer, by=cast.clerk, approver=cast.county_chief)
    approve_plan(newer, by=cast.head, approved_on=planning.today())
    plan.refresh_from_db()
    with pytest.raises(NotAllowed, match="已有审定的新版"):
        resume_plan(plan, by=cast.clerk, words="再来")
