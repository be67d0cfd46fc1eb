"""填报进展: appended by whose desk it lies on, never less, never more than planned, taken back only the same day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.files.services import store_photo
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from rivers.chiefs.services import appoint
from rivers.plans import rules
from rivers.plans.models import PlanTask, TaskProgress
from rivers.plans.services import assign_task, report_progress, withdraw_progress
from tests.issues.acts import picture
from tests.rivers import planning
from tests.rivers.planning import done_of, report, stone


@pytest.fixture
def one(cast):
    return planning.in_force(cast).tasks.get()


def test_the_chief_of_the_reach_reports_with_a_photo(cast, one, enter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shot = store_photo(picture(), by=cast.town_chief)
    row = report(cast, one, "1.5", by=cast.town_chief, words="管网已铺", photos=[shot])
    assert done_of(one) == row.done and rules.percent(row.done, one.quantity) == 42
    client = enter(cast.town_chief)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "管网已铺" in page and "累计完成 1.5 公里" in page and "42%" in page
    photo = client.get(reverse("rivers:progress_photo", args=[row.photos.get().pk]))
    assert photo.status_code == 200 and b"".join(photo)
    assert "截污纳管" in client.get(reverse("rivers:my_tasks")).content.decode()


@pytest.mark.parametrize("who", ["village_chief", "patroller", "handler", "leader", "county_chief"])
def test_nobody_else_reports(cast, one, who):
    with pytest.raises(NotAllowed):
        report(cast, one, "1", by=cast[who])


def test_it_follows_the_tenure(cast, one, successor):
    post = successor
    post.region, _ = cast.town, post.save()
    yesterday = planning.today() - timedelta(days=1)
    appoint(by=cast.clerk, post=post, reach=cast.town_reach, kind="responsible", starts_on=yesterday)
    report(cast, one, "1", by=post)
    with pytest.raises(NotAllowed):
        report(cast, one, "2", by=cast.town_chief)


def test_a_vacant_reach_is_the_nearest_chiefs_above(cast, one):
    cast.town_reach.tenures.all().delete()
    assert list(PlanTask.objects.of_post(cast.county_chief)) == [one]
    report(cast, one, "1", by=cast.county_chief)


def test_a_figure_is_neither_less_than_before_nor_more_than_planned(cast, one):
    report(cast, one, "2", by=cast.town_chief)
    with pytest.raises(ValidationError, match="不能减少"):
        report(cast, one, "1", by=cast.town_chief, words="填错")
    with pytest.raises(ValidationError, match="计划共"):
        report(cast, one, "35", by=cast.town_chief)
    with pytest.raises(ValidationError, match="核减请说明原因"):
        report(cast, one, "1")
    assert report(cast, one, "1", words="复核后核减").done == 1 and done_of(one) == 1


def test_the_day_is_neither_ahead_nor_before_the_last(cast, one):
    report(cast, one, "1")
    for days, words in ((1, "不能晚于今天"), (-1, "不能补填更早")):
        with pytest.raises(ValidationError, match=words):
            report(cast, one, "2", day=planning.today() + timedelta(days=days))


def test_the_same_form_twice_is_one_report(cast, one):
    once = uuid4()
    assert report(cast, one, "1", once=once) == report(cast, one, "1", once=once)
    assert TaskProgress.objects.count() == 1


def test_it_is_taken_back_the_same_day_and_stays_readable(cast, one, enter):
    report(cast, one, "1", by=cast.town_chief)
    row = report(cast, one, "3", by=cast.town_chief)
    client, url = enter(cast.town_chief), reverse("rivers:withdraw_progress", args=[row.pk])
    assert client.post(url, {"why": ""}).status_code in (200, 422)
    assert client.post(url, {"why": "应为 2"}).status_code == 302
    assert done_of(one) == 1 and "应为 2" in client.get(one.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed, match="已经撤回"):
        withdraw_progress(TaskProgress.objects.get(pk=row.pk), by=cast.town_chief, why="再撤")


def test_not_on_another_day_not_by_another_not_under_a_later_one(cast, one):
    row = report(cast, one, "1", by=cast.town_chief)
    with pytest.raises(NotAllowed, match="只能在当天"):
        withdraw_progress(row, by=cast.town_chief, why="错", at=timezone.now() + timedelta(days=1))
    with pytest.raises(NotAllowed, match="本人或河长办"):
        withdraw_progress(row, by=cast.county_chief, why="错")
    report(cast, one, "2")
    with pytest.raises(Refusal, match="后面的"):
        withdraw_progress(row, by=cast.clerk, why="错")


def test_milestones_are_ticked_and_what_is_broken_down_adds_up(cast, enter):
    plan = planning.drawn(cast)
    steps = planning.task(
        cast, plan, name="建站", quantity=None, stones=[stone(10, name="设计"), stone(90, name="完工")]
    )
    whole = planning.task(cast, plan, name="清淤", quantity=10, reach=None)
    parts = [planning.task(cast, plan, name=name, quantity=5, parent=whole) for name in ("甲", "乙")]
    plan.state, plan.approved_on = "in_force", planning.today()
    plan.save()
    client = enter(cast.town_chief)
    url = reverse("rivers:report_progress", args=[steps.pk])
    assert "1. 设计" in client.get(url).content.decode()
    assert client.post(url, {"done": "1", "day": f"{planning.today()}"}).status_code == 302
    assert done_of(steps) == 1 and "50%" in client.get(steps.get_absolute_url()).content.decode()
    report(cast, PlanTask.objects.get(pk=parts[0].pk), "5")
    assert "50%" in enter(cast.clerk).get(reverse("rivers:plan_task", args=[whole.pk])).content.decode()
    with pytest.raises(NotAllowed, match="已经分解"):
        report_progress(PlanTask.objects.get(pk=whole.pk), by=cast.clerk, day=planning.today(), done=1)
    assert set(PlanTask.objects.counted().values_list("name", flat=True)) == {"建站", "甲", "乙"}


def test_a_task_is_put_on_another_desk_and_that_one_is_told(cast, one, enter):
    client, url = enter(cast.clerk), reverse("rivers:assign_task", args=[one.pk])
    assert "调整" in client.get(one.get_absolute_url()).content.decode()
    assert client.post(url, {"department": cast.bureau.pk, "version": 1}).status_code == 302
    message = Message.objects.get(user=cast.handler.user)
    assert message.title == "有一项方案任务交给您：截污纳管"
    report(cast, PlanTask.objects.get(pk=one.pk), "1", by=cast.handler)
    with pytest.raises(ValidationError, match="请指定"):
        assign_task(PlanTask.objects.get(pk=one.pk), {"department": None}, by=cast.clerk)
    with pytest.raises(NotAllowed):
        assign_task(one, {"owner": cast.clerk}, by=cast.town_chief)
