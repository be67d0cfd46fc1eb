"""送审: only with whole lists; the approver is told."""

import pytest
from django.core.exceptions import ValidationError

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster
from rivers.plans.choices import PlanState
from rivers.plans.models import Plan
from rivers.plans.services import submit_plan
from rivers.plans.workflow import TABLE
from tests.rivers import planning


def test_the_approver_is_told_and_sees_what_nobody_else_below_sees(cast):
    plan = planning.submitted(cast)
    assert (plan.state, plan.approver) == (PlanState.SUBMITTED, cast.county_chief)
    assert Message.objects.get(user=cast.county_chief.user).title == "方案待审定：澄溪一河一策"
    assert plan in TABLE.waiting_for(cast.county_chief, Plan.objects.all())
    assert plan not in Plan.objects.visible_to(cast.town_chief)


def test_what_the_lists_lack_is_named(cast):
    plan = planning.drawn(cast)
    with pytest.raises(ValidationError) as refused:
        submit_plan(plan, by=cast.clerk, approver=cast.county_chief)
    assert [word[:4] for word in refused.value.messages] == ["问题清单", "目标清单", "还没有任"]
    plan = planning.filled(cast)
    planning.task(cast, plan, name="无人", reach=None)
    with pytest.raises(ValidationError, match="“无人”还没有责任"):
        submit_plan(plan, by=cast.clerk, approver=cast.county_chief)


def test_wrong_state_and_wrong_role(cast):
    plan = planning.submitted(cast)
    with pytest.raises(SomebodyWasFaster):
        submit_plan(plan, by=cast.clerk, approver=cast.county_chief)
    for who in ("town_chief", "leader", "neighbour_clerk"):
        with pytest.raises(NotAllowed):
            submit_plan(planning.filled(cast), by=cast[who], approver=cast.county_chief)


def test_the_page_offers_the_highest_chief(cast, enter):
    plan = planning.filled(cast)
    client, url = enter(cast.clerk), TABLE.url("submit_plan", plan)
    page = client.get(url).content.decode()
    assert f'<option value="{cast.county_chief.pk}" selected>' in page
    assert client.post(url, {"approver": cast.county_chief.pk}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.SUBMITTED
