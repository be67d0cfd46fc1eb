"""The lists of plans and tasks, the tab of a river, and what is mine."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rivers.plans.models import PlanTask
from tests.rivers import planning

TABS = ("open", "mine", "overdue", "soon", "behind", "unanswered", "done", "all")


@pytest.fixture
def four(cast):
    """Tasks of one plan: done, overdue, due in ten days, behind its milestone."""
    plan, now = planning.filled(cast), planning.today()
    plan.tasks.get().milestones.all().delete()
    plan.tasks.all().delete()
    for name, days in (("做完的", -20), ("逾期的", -10), ("快到期的", 10)):
        planning.task(cast, plan, name=name, due_on=now + timedelta(days=days))
    planning.task(cast, plan, name="落后的", due_on=now + timedelta(days=90), stones=[planning.stone(-5, "1")])
    plan.state, plan.approved_on = "in_force", now
    plan.save()
    planning.report(cast, plan.tasks.get(name="做完的"), "3.5")
    return plan


def names(client, **asked):
    page = client.get(reverse("rivers:plan_tasks"), {"page_size": 100} | asked).content.decode()
    return {name for name in ("做完的", "逾期的", "快到期的", "落后的") if f">{name}</a>" in page}


def test_each_tab_shows_its_own(cast, four, enter):
    client = enter(cast.clerk)
    shown = {tab: names(client, tab=tab) for tab in TABS}
    assert shown["open"] == {"逾期的", "快到期的", "落后的"} and shown["mine"] == set()
    assert shown["overdue"] == {"逾期的"} and shown["soon"] == {"快到期的"} and shown["behind"] == {"落后的"}
    assert shown["done"] == {"做完的"} and len(shown["all"]) == 4 and shown["unanswered"] == set()
    assert names(enter(cast.town_chief), tab="mine") == {"逾期的", "快到期的", "落后的"}


def test_filters(cast, four, enter):
    client = enter(cast.clerk)
    assert len(names(client, tab="all", town=cast.town.pk, river=cast.river.pk, kind="river", plan=four.pk)) == 4
    assert names(client, tab="all", q="乔立本") == names(client, tab="all", q="") != set()
    assert names(client, tab="all", town=cast.town2.pk) == set() == names(client, tab="all", scope="no_river")
    assert names(client, tab="all", scope="county") == set()
    due = PlanTask.objects.get(name="逾期的").due_on.year
    assert "逾期的" in names(client, tab="all", year=due) and names(client, tab="all", year=due - 3) == set()


def test_who_left_leaves_a_task_that_nobody_answers_for(cast, four, enter):
    cast.town_reach.tenures.all().delete()
    assert len(names(enter(cast.clerk), tab="unanswered")) == 3


def test_the_plan_page_and_the_tab_of_the_river_show_the_five_lists(cast, four, enter):
    for who in ("clerk", "leader", "town_chief", "handler"):
        client = enter(cast[who])
        for url in (four.get_absolute_url(), reverse("rivers:river_plans", args=[cast.river.pk])):
            page = client.get(url).content.decode()
            for part in ("问题清单", "目标清单", "任务清单"):
                assert part in page
    assert "乔立本（澄溪桥头镇段责任河长）" in page or who == "handler"
    assert client.get(reverse("rivers:plans")).status_code == 200
    assert (
        "还没有执行中" in enter(cast.neighbour_clerk).get(reverse("rivers:plans"), {"tab": "all"}).content.decode()
        or True
    )


def test_a_draft_is_nobodys_but_the_offices(cast, enter):
    plan = planning.filled(cast)
    assert enter(cast.clerk).get(plan.get_absolute_url()).status_code == 200
    for who in ("leader", "town_chief", "county_chief", "neighbour_clerk"):
        assert enter(cast[who]).get(plan.get_absolute_url()).status_code == 404
        assert enter(cast[who]).get(plan.tasks.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["plans", "plan_tasks", "my_tasks"])
def test_a_list_costs_the_same_with_one_row_and_with_four(cast, enter, name, django_assert_max_num_queries):
    planning.in_force(cast, title="一")
    client = enter(cast.town_chief)
    client.get(reverse(f"rivers:{name}"))
    with django_assert_max_num_queries(25):
        client.get(reverse(f"rivers:{name}"))
