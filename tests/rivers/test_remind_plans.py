"""Reminders: thirty days before, seven days before and when overdue, once each a person, to whoever has it that day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.notify.models import Message
from rivers.chiefs.services import appoint
from rivers.handover.services import leave
from rivers.plans.models import PlanTask, PlanTerm
from rivers.plans.services import remind
from rivers.plans.tasks import remind_plans
from tests.rivers import planning


def at(days: int):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def one(cast):
    """Due in a hundred days."""
    return planning.in_force(cast).tasks.get()


def told(post) -> list[str]:
    rows = Message.objects.filter(user=post.user, kind__startswith="plan_task").order_by("pk")
    return [row.title.split("：")[0] for row in rows]


def test_once_each_and_only_what_applies_now(cast, one):
    assert remind(at(60)) == 0
    assert (remind(at(71)), remind(at(72))) == (1, 0)
    assert (remind(at(94)), remind(at(101)), remind(at(150))) == (1, 1, 0)
    assert told(cast.town_chief) == ["方案任务即将到期", "方案任务即将到期", "方案任务已逾期"]


def test_after_standing_still_only_the_last_step(cast, one):
    assert (remind(at(101)), remind_plans()) == (1, 0)
    assert told(cast.town_chief) == ["方案任务已逾期"]


def test_a_milestone_is_reminded_of_as_well_until_it_is_reached(cast):
    plan = planning.drawn(cast)
    one = planning.task(cast, plan, stones=[planning.stone(5, "1")])
    plan.state, plan.approved_on = "in_force", planning.today()
    plan.save()
    assert remind() == 1
    assert "年度节点" in Message.objects.get(user=cast.town_chief.user).body
    planning.report(cast, PlanTask.objects.get(pk=one.pk), "1")
    assert remind(at(6)) == 0


def test_nobody_is_reminded_of_what_is_done_or_no_longer_carried_out(cast, one):
    planning.report(cast, one, "3.5")
    assert remind(at(101)) == 0


def test_the_days_are_the_places_own(cast, one):
    PlanTerm.objects.update_or_create(what="first", region=None, defaults={"amount": 60})
    assert remind(at(41)) == 1


def test_who_takes_over_the_reach_is_told_and_reminded_from_then_on(cast, one, successor):
    successor.region = cast.town
    successor.save()
    leave(cast.town_chief, planning.today(), by=cast.clerk, successor=successor)
    assert told(successor) == ["您接任的河段有 1 项方案任务"]
    remind(at(71))
    assert told(successor)[-1] == "方案任务即将到期" and told(cast.town_chief) == []


def test_a_vacant_reach_reminds_the_chief_above_and_nobody_at_all_the_office(cast, one):
    cast.town_reach.tenures.all().delete()
    assert remind(at(71)) == 1 and told(cast.county_chief) == ["方案任务即将到期"]
    cast.county_reach.tenures.all().delete()
    assert remind(at(94)) == 2 and told(cast.clerk) == told(cast.head) == ["方案任务即将到期"]


def test_the_sheet_of_who_leaves_lists_the_open_tasks(cast, one, successor):
    sheet = leave(cast.town_chief, planning.today(), by=cast.clerk)
    line = sheet.items.get(group="任务")
    assert line.title == "截污纳管" and line.reach == cast.town_reach and "已完成 0%" in line.note
    successor.region = cast.town
    successor.save()
    appoint(
        by=cast.clerk,
        post=successor,
        reach=cast.town_reach,
        kind="responsible",
        starts_on=planning.today() + timedelta(days=1),
    )
    assert list(PlanTask.objects.of_post(successor, planning.today() + timedelta(days=1))) == [one]
