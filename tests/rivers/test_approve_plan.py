"""审定: by the approver or the office's head; one plan in force for a river; everybody with a task is told once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from hezhang.core.files.services import store_photo
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from rivers.plans.choices import PlanState
from rivers.plans.models import Plan
from rivers.plans.services import approve_plan
from tests.issues.acts import picture
from tests.rivers import planning


def test_owners_are_told_once_and_the_paper_is_kept(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plan = planning.submitted(cast)
    page = store_photo(picture(), by=cast.county_chief)
    approve_plan(plan, by=cast.county_chief, approved_on=planning.today(), number="澄河长〔2026〕1号", photos=[page])
    assert (plan.state, plan.number, plan.papers.count()) == (PlanState.IN_FORCE, "澄河长〔2026〕1号", 1)
    assert Message.objects.filter(user=cast.town_chief.user, kind="plan.approve_plan").count() == 1
    assert plan in Plan.objects.visible_to(cast.town_chief)


def test_another_plan_of_the_river_is_refused_by_name(cast):
    planning.in_force(cast, title="现行方案")
    second = planning.submitted(cast, title="第二份")
    with pytest.raises(ValidationError, match="“现行方案”正在执行"):
        approve_plan(second, by=cast.county_chief, approved_on=planning.today())
    second.refresh_from_db()
    assert second.state == PlanState.SUBMITTED


def test_the_database_is_the_last_guard(cast):
    planning.in_force(cast)
    second = planning.submitted(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=second.pk).update(state=PlanState.IN_FORCE, approved_on=planning.today())


def test_two_orders_of_a_region_run_side_by_side(cast):
    for title in ("第1号", "第2号"):
        plan = planning.in_force(cast, kind="order", river=None, region=cast.county, title=title)
        assert plan.state == PlanState.IN_FORCE


@pytest.mark.parametrize("who", ["clerk", "town_chief", "leader", "neighbour_chief"])
def test_who_is_not_to_approve(cast, who):
    with pytest.raises(NotAllowed):
        approve_plan(planning.submitted(cast), by=cast[who], approved_on=planning.today())


def test_no_day_ahead_and_the_head_may(cast, enter):
    plan = planning.submitted(cast)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        approve_plan(plan, by=cast.head, approved_on=planning.today() + timedelta(days=1))
    url = reverse("rivers:approve_plan", args=[plan.pk])
    client = enter(cast.head)
    assert "审定文件" in client.get(url).content.decode()
    assert client.post(url, {"approved_on": f"{planning.today()}"}).status_code == 302
    assert "执行中" in client.get(plan.get_absolute_url()).content.decode()
