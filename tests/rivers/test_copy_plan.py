"""转入下一周期: what was not finished comes along, as much of it as is left; nothing is typed twice or owed twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rivers.plans.choices import PlanState
from rivers.plans.models import PlanTask
from rivers.plans.services import approve_plan, copy_plan, submit_plan
from tests.rivers import planning


def copied(cast, plan):
    first = plan.ends_on + timedelta(days=1)
    copy_plan(plan, by=cast.clerk, title="下一周期", starts_on=first, ends_on=first + timedelta(days=365))
    return plan.later.get()


def with_two(cast):
    plan = planning.submitted(cast)
    plan.state = "draft"
    plan.save()
    whole = planning.task(cast, plan, name="清淤", quantity=10, unit="公里", reach=None, department=cast.bureau)
    for name, part in (("上段", 6), ("下段", 4)):
        planning.task(cast, plan, name=name, quantity=part, parent=whole)
    planning.task(cast, plan, name="做完的", quantity=1, unit="座")
    submit_plan(plan, by=cast.clerk, approver=cast.county_chief)
    approve_plan(plan, by=cast.head, approved_on=planning.today())
    return plan


def test_what_is_left_comes_along(cast):
    plan = with_two(cast)
    planning.report(cast, plan.tasks.get(name="做完的"), "1")
    planning.report(cast, plan.tasks.get(name="上段"), "6")
    planning.report(cast, plan.tasks.get(name="下段"), "1")
    planning.report(cast, plan.tasks.get(name="截污纳管"), "1.5")
    draft = copied(cast, plan)
    left = {one.name: one.quantity for one in draft.tasks.all()}
    assert left == {"截污纳管": Decimal(2), "清淤": Decimal(3), "下段": Decimal(3)}
    assert draft.tasks.get(name="下段").parent == draft.tasks.get(name="清淤")
    assert all(draft.starts_on <= one.starts_on and one.due_on <= draft.ends_on for one in draft.tasks.all())
    assert all(one.milestones.last().target == one.quantity for one in draft.tasks.all())


def test_when_it_is_approved_the_former_ends_and_nothing_is_owed_twice(cast):
    plan = with_two(cast)
    planning.report(cast, plan.tasks.get(name="做完的"), "1")
    draft = copied(cast, plan)
    submit_plan(draft, by=cast.clerk, approver=cast.county_chief)
    approve_plan(draft, by=cast.county_chief, approved_on=planning.today())
    plan.refresh_from_db()
    assert plan.state == PlanState.DONE
    names = sorted(PlanTask.objects.counted().values_list("plan__title", "name"))
    assert names == [("下一周期", "上段"), ("下一周期", "下段"), ("下一周期", "截污纳管"), ("澄溪一河一策", "做完的")]


def test_what_was_finished_meanwhile_is_not_owed_again(cast):
    plan = planning.in_force(cast)
    draft = copied(cast, plan)
    submit_plan(draft, by=cast.clerk, approver=cast.county_chief)
    planning.report(cast, plan.tasks.get(), "3.5")
    with pytest.raises(ValidationError, match="“截污纳管”在上一周期已经完成"):
        approve_plan(draft, by=cast.county_chief, approved_on=planning.today())


def test_the_page_offers_name_and_span(cast, enter):
    plan, client = planning.in_force(cast), enter(cast.clerk)
    url = reverse("rivers:copy_plan", args=[plan.pk])
    page = client.get(url).content.decode()
    first = plan.ends_on + timedelta(days=1)
    assert f'value="{first}"' in page and "澄溪“一河一策”实施方案" in page
    data = {"title": "下一周期", "starts_on": f"{first}", "ends_on": f"{first}"}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data | {"once": ""}).status_code in (403, 409, 422)
    with pytest.raises(ValidationError, match="之后开始"):
        copy_plan(planning.in_force(cast, kind="book", river=None, region=cast.county), by=cast.clerk, title="x",
                  starts_on=plan.starts_on, ends_on=plan.ends_on)  # fmt: skip
