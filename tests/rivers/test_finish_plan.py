"""办结: when everything is done."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from rivers.plans.choices import PlanState
from rivers.plans.services import finish_plan
from tests.rivers import planning


def test_not_while_something_is_open_and_then_it_is(cast, enter):
    plan = planning.in_force(cast)
    with pytest.raises(ValidationError, match="还有 1 项任务没有完成（如“截污纳管”）"):
        finish_plan(plan, by=cast.clerk)
    url, client = reverse("rivers:finish_plan", args=[plan.pk]), enter(cast.clerk)
    assert client.post(url).status_code == 422
    planning.report(cast, plan.tasks.get(), "3.5")
    assert client.post(url).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.DONE
    assert client.post(url).status_code == 409


def test_only_by_the_office(cast):
    plan = planning.in_force(cast)
    for who in ("county_chief", "town_chief", "leader"):
        with pytest.raises(NotAllowed):
            finish_plan(plan, by=cast[who])
