"""终止: nothing is owed any more, everything stays readable."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import Supplied
from rivers.plans.choices import PlanState
from rivers.plans.models import PlanTask
from rivers.plans.services import stop_plan
from tests.rivers import planning


def test_its_tasks_are_owed_no_more(cast, enter):
    plan = planning.in_force(cast)
    assert PlanTask.objects.running().count() == 1
    url = reverse("rivers:stop_plan", args=[plan.pk])
    assert enter(cast.clerk).post(url, {"words": "河道改线"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.STOPPED and not PlanTask.objects.counted().exists()
    assert "截污纳管" in enter(cast.town_chief).get(plan.get_absolute_url()).content.decode()


def test_a_draft_is_thrown_away_by_the_same_verb(cast):
    plan = planning.filled(cast)
    stop_plan(plan, by=cast.clerk, words="写错了")
    assert plan.state == PlanState.STOPPED


def test_not_without_words_and_not_by_others(cast):
    plan = planning.in_force(cast)
    with pytest.raises(Supplied):
        stop_plan(plan, by=cast.clerk, words="")
    for who in ("county_chief", "leader", "neighbour_clerk"):
        with pytest.raises(NotAllowed):
            stop_plan(plan, by=cast[who], words="不要了")
