"""调整阶段任务时限: another day, for a reason; clock, reminders and history follow."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import day_words
from hezhang.core.notify.models import Message
from issues.stages import services
from issues.stages.models import Stage
from tests.stages import plans, staging

WHY = "汛期水位高，顺延"


def moved_to(days: int) -> dict[str, str]:
    return {"due_on": f"{staging.day(days)}", "words": WHY}


def test_works_and_the_old_day_stands_beside_the_new_one(cast, enter):
    one = staging.stage(cast)
    step = plans.works(enter, "move_stage", one, cast.clerk, moved_to(90))
    assert (one.due_on, step.stage) == (staging.day(90), one)
    assert step.words == f"{day_words(staging.day(60))}改为{day_words(staging.day(90))}：{WHY}"
    for member in ("clerk", "handler"):
        page = enter(cast[member]).get(one.get_absolute_url()).content.decode()
        assert "调整过 1 次" in page and page.count(step.words) == 2  # beside the day and in the history


def test_units_and_the_chief_are_told(cast):
    one = staging.stage(cast)
    Message.objects.all().delete()
    services.move_stage(one, cast.clerk, due_on=staging.day(90), words=WHY)
    told = set(Message.objects.values_list("user_id", flat=True))
    assert {cast.handler.user_id, cast.town_handler.user_id, cast.village_chief.user_id} <= told


def test_reminders_follow_the_new_day(cast):
    one = staging.stage(cast)
    now = timezone.now()
    assert services.remind(now + timedelta(days=57)) == 1
    services.move_stage(one, cast.clerk, due_on=staging.day(90), words=WHY)
    assert services.remind(now + timedelta(days=62)) == 0  # late by the day that no longer holds
    assert services.remind(now + timedelta(days=87)) == 1


def test_wrong_day(cast, enter):
    one = staging.stage(cast)
    for days, words in ((60, "与原来的相同"), (-1, "不能早于今天"), (4000, "不能超过十年")):
        answer = enter(cast.clerk).post(f"/issues/stages/{one.pk}/move/", moved_to(days))
        assert answer.status_code == 422 and words in answer.content.decode()
    with pytest.raises(ValidationError):
        services.move_stage(one, cast.clerk, due_on=staging.day(60), words=WHY)


def test_wrong_state(cast):
    with pytest.raises(Refusal, match="已经完成或取消"):
        services.move_stage(staging.done(cast), cast.clerk, due_on=staging.day(90), words=WHY)


def test_meant_for_another_day(cast):
    """Two have the form open: the second was meant for the day that the first has moved."""
    one = staging.stage(cast)
    stale = Stage.objects.get(pk=one.pk)
    services.move_stage(one, cast.clerk, due_on=staging.day(90), words=WHY)
    with pytest.raises(Refusal, match="刚才已由别人调整"):
        services.move_stage(stale, cast.clerk, due_on=staging.day(120), words=WHY)


def test_wrong_role_neighbour_and_missing_words(cast, enter):
    one = staging.stage(cast)
    plans.refuses(enter, "move_stage", one, [cast.handler, cast.leader], moved_to(90))
    plans.is_hidden(enter, "move_stage", one, cast.neighbour_clerk, moved_to(90))
    plans.demands(enter, "move_stage", one, cast.clerk, moved_to(90) | {"words": ""})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    one = staging.stage(cast)
    act = {"due_on": staging.day(90), "words": WHY}
    plans.once_at_once(lambda: services.move_stage(Stage.objects.get(pk=one.pk), cast.clerk, **act))
