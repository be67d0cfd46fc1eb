"""修订: a draft like the plan in force, which is carried out until the draft is approved; no report is lost or doubled."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from rivers.plans.choices import PlanState
from rivers.plans.models import PlanTask, TaskProgress
from rivers.plans.services import approve_plan, revise_plan, submit_plan
from tests.rivers import planning


def test_the_draft_is_the_same_and_takes_over_when_it_is_approved(cast, enter):
    plan = planning.in_force(cast)
    old = plan.tasks.get()
    planning.report(cast, old, "1")
    assert enter(cast.clerk).post(reverse("rivers:revise_plan", args=[plan.pk])).status_code == 302
    draft = plan.later.get()
    new = draft.tasks.get()
    assert (new.origin, new.goal.name, new.goal.problem.name) == (old, "断面水质", "污水直排")
    assert list(new.milestones.values_list("target", flat=True)) == list(
        old.milestones.values_list("target", flat=True)
    )
    planning.report(cast, old, "2")  # meanwhile
    submit_plan(draft, by=cast.clerk, approver=cast.county_chief)
    approve_plan(draft, by=cast.county_chief, approved_on=planning.today())
    plan.refresh_from_db()
    assert (plan.state, draft.state) == (PlanState.STOPPED, PlanState.IN_FORCE)
    assert planning.done_of(new) == 2 and TaskProgress.objects.filter(task=new).count() == 2
    assert list(PlanTask.objects.running()) == [new]
    page = enter(cast.town_chief).get(plan.get_absolute_url()).content.decode()
    assert "已由修订版" in page and "截污纳管" in page


def test_one_draft_at_a_time(cast):
    plan = planning.in_force(cast)
    revise_plan(plan, by=cast.clerk)
    with pytest.raises(NotAllowed, match="已有正在编制的"):
        revise_plan(plan, by=cast.clerk)


def test_only_by_the_office(cast):
    plan = planning.in_force(cast)
    for who in ("county_chief", "leader", "neighbour_clerk"):
        with pytest.raises(NotAllowed):
            revise_plan(plan, by=cast[who])
