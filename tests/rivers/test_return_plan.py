"""退回修改: with the reason; the lists can be written again."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import Supplied
from rivers.plans.choices import PlanState
from rivers.plans.services import return_plan, submit_plan
from tests.rivers import planning


def test_it_goes_back_and_comes_again(cast, enter):
    plan = planning.submitted(cast)
    url = reverse("rivers:return_plan", args=[plan.pk])
    assert enter(cast.county_chief).post(url, {"words": "目标偏低"}).status_code == 302
    plan.refresh_from_db()
    assert (
        plan.state == PlanState.DRAFT and "目标偏低" in enter(cast.clerk).get(plan.get_absolute_url()).content.decode()
    )
    planning.task(cast, plan, name="再加一项")
    submit_plan(plan, by=cast.clerk, approver=cast.county_chief)


def test_not_without_words_and_not_by_others(cast):
    plan = planning.submitted(cast)
    with pytest.raises(Supplied):
        return_plan(plan, by=cast.county_chief, words=" ")
    for who in ("town_chief", "leader", "neighbour_clerk"):
        with pytest.raises(NotAllowed):
            return_plan(plan, by=cast[who], words="不行")
