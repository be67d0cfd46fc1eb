"""The five lists of a draft: they hang together, parts add up to no more than the whole, and a chief is named for the reach."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import EditedMeanwhile, NotAllowed
from rivers.plans import services
from rivers.plans.forms import stones_in
from rivers.plans.models import PlanItem, PlanTask
from tests.rivers import planning
from tests.rivers.planning import stone


def test_a_line_is_entered_edited_and_removed_through_the_pages(cast, enter):
    plan, client = planning.drawn(cast), enter(cast.clerk)
    new = reverse("rivers:add_item", args=[plan.pk])
    assert client.post(new, {"name": "污水直排", "reach": cast.town_reach.pk}).status_code == 302
    problem = plan.items.get()
    year = plan.years[0]
    goal = {"name": "断面水质", "target": "Ⅲ类", "problem": problem.pk, f"year_{year}": "Ⅳ类"}
    assert client.post(f"{new}?list=goal", goal).status_code == 302
    assert plan.items.goals().get().by_year == {str(year): "Ⅳ类"}
    edit = reverse("rivers:edit_item", args=[problem.pk])
    assert client.post(edit, {"name": "生活污水直排", "version": 1}).status_code == 302
    assert client.post(edit, {"name": "别的", "version": 1}).status_code == 409
    remove = reverse("rivers:remove_item", args=[problem.pk])
    assert "针对这个问题" in client.post(remove).content.decode()
    services.remove_item(plan.items.goals().get(), by=cast.clerk)
    assert client.post(remove).status_code == 302
    assert not PlanItem.objects.exists() and Entry.objects.filter(action="plan_item.remove").count() == 2


def test_a_goal_of_another_plan_and_a_reach_of_another_river_are_refused(cast):
    plan, other = planning.filled(cast), planning.filled(cast)
    with pytest.raises(ValidationError, match="本方案的目标"):
        planning.task(cast, plan, goal=other.items.goals().get())
    with pytest.raises(ValidationError, match="问题清单中的问题"):
        values = {"name": "x", "target": "1", "problem": other.items.problems().get()}
        services.add_item(plan, values, by=cast.clerk, kind="goal")


@pytest.mark.parametrize("who", ["town_chief", "handler", "leader", "neighbour_clerk"])
def test_only_the_office_writes(cast, who):
    plan = planning.filled(cast)
    with pytest.raises(NotAllowed):
        services.add_item(plan, {"name": "x"}, by=cast[who], kind="problem")
    with pytest.raises(NotAllowed):
        services.add_task(plan, {"name": "x"}, by=cast[who])
    with pytest.raises(NotAllowed):
        services.remove_task(plan.tasks.get(), by=cast[who])


def test_a_chief_who_is_named_is_named_for_the_reach(cast):
    plan = planning.drawn(cast)
    one = planning.task(cast, plan, reach=None, owner=cast.town_chief)
    assert (one.reach, one.owner, one.region) == (cast.town_reach, None, cast.town)
    two = planning.task(cast, plan, reach=None, owner=cast.clerk)
    assert (two.reach, two.owner, two.region) == (None, cast.clerk, cast.county)
    with pytest.raises(ValidationError, match="只填一个"):
        planning.task(cast, plan, owner=cast.clerk)


def test_parts_add_up_to_no_more_than_the_whole(cast):
    plan = planning.drawn(cast)
    whole = planning.task(cast, plan, quantity=10)
    planning.task(cast, plan, name="甲", quantity=6, parent=whole)
    with pytest.raises(ValidationError, match="最多 4 公里"):
        planning.task(cast, plan, name="乙", quantity=5, parent=whole)
    part = planning.task(cast, plan, name="乙", quantity=4, unit="处", parent=whole)
    assert part.unit == "公里"
    with pytest.raises(ValidationError, match="合计 10"):
        services.edit_task(whole, {"name": "截污", "quantity": 9, "unit": "公里"}, by=cast.clerk)
    with pytest.raises(ValidationError, match="请填写这一项的数量"):
        planning.task(cast, plan, name="丙", quantity=None, parent=whole)
    with pytest.raises(ValidationError, match="分解项"):
        services.remove_task(whole, by=cast.clerk)


def test_a_task_without_a_quantity_is_counted_in_milestones(cast):
    plan = planning.drawn(cast)
    steps = [stone(10, name="完成设计"), stone(60, name="开工"), stone(100, name="完工")]
    one = planning.task(cast, plan, quantity=None, stones=steps)
    assert (one.quantity, one.unit, one.by_steps) == (3, "个节点", True)
    assert list(one.milestones.values_list("target", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("stones", "words"),
    [
        ([(10, "1"), (5, "2")], "按日期先后"),
        ([(10, "2"), (20, "1")], "逐个增加"),
        ([(10, "9")], "逐个增加"),
        ([(500, "1")], "不在任务的起止"),
        ([(10,)], "累计应完成多少公里"),
    ],
)
def test_milestones_that_make_no_sense(cast, stones, words):
    with pytest.raises(ValidationError, match=words):
        planning.task(cast, planning.drawn(cast), stones=[stone(*one) for one in stones])


def test_the_last_milestone_is_the_whole(cast):
    one = planning.task(cast, planning.drawn(cast), stones=[stone(10, "1")])
    assert list(one.milestones.values_list("target", flat=True)) == [Decimal(1), Decimal("3.5")]
    assert one.milestones.last().due_on == one.due_on


def test_lines_as_they_are_typed():
    assert [(f"{one.due_on}", one.target, one.name) for one in stones_in("2026-06-30 完成设计\n2026年12月31日：3.5 一期")] == [
        ("2026-06-30", None, "完成设计"), ("2026-12-31", Decimal("3.5"), "一期"),
    ]  # fmt: skip
    for line in ("明年", "2026-02-30 1", "0001-01-01 1", "2026-01-01 " + "字" * 81):
        with pytest.raises(ValidationError):
            stones_in(line)


def test_a_task_is_edited_and_removed_through_the_pages(cast, enter):
    plan, client = planning.filled(cast), enter(cast.clerk)
    new = reverse("rivers:add_task", args=[plan.pk])
    due = planning.today() + timedelta(days=50)
    facts = {"name": "清淤", "quantity": "2", "unit": "公里", "starts_on": f"{plan.starts_on}", "due_on": f"{due}"}
    assert client.post(new, facts | {"lines": f"{due} 2", "reach": cast.town_reach.pk}).status_code == 302
    one = PlanTask.objects.get(name="清淤")
    assert client.post(new, facts | {"lines": "明年"}).status_code == 422
    edit = reverse("rivers:edit_task", args=[one.pk])
    assert f"{due:%Y-%m-%d} 2" in client.get(edit).content.decode()
    assert client.post(edit, facts | {"name": "河道清淤", "version": 1}).status_code == 302
    assert client.post(edit, facts | {"version": 1}).status_code == 409
    with pytest.raises(EditedMeanwhile):
        services.edit_task(one, {"quantity": 1}, by=cast.clerk, seen=1)
    part = reverse("rivers:add_task", args=[plan.pk]) + f"?parent={one.pk}"
    assert "分解任务" in client.get(part).content.decode()
    assert client.post(reverse("rivers:remove_task", args=[one.pk])).status_code == 302
    assert not PlanTask.objects.filter(pk=one.pk).exists()
