"""Each stage has a clock of its own: reminders by the ladder of the issues, once each."""

from datetime import timedelta

from django.utils import timezone

from hezhang.core.notify.models import Message
from issues.ledger import services as ledger
from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.tasks import remind_stages
from tests.stages import staging


def told(kind="stage.remind"):
    return set(Message.objects.filter(kind=kind).values_list("user_id", flat=True))


def at(days):
    return timezone.now() + timedelta(days=days)


def test_the_owner_hears_three_days_before_and_once(cast):
    towns = staging.stage(cast, 1)
    assert services.remind(at(50)) == 0
    assert services.remind(at(57)) == 1 and told() == {cast.handler.user_id}
    assert services.remind(at(57)) == 0
    services.remind(at(297))
    assert cast.town_handler.user_id in told()
    assert Message.objects.filter(url=towns.get_absolute_url(), title__contains="恢复岸坡").exists()


def test_late_it_climbs_the_ladder(cast):
    staging.running(cast)
    services.remind(at(71))
    assert {cast.handler.user_id, cast.clerk.user_id, cast.village_chief.user_id, cast.county_chief.user_id} <= told()


def test_what_is_done_dropped_or_suspended_is_silent(cast):
    plan = staging.running(cast)
    first, second = plan.stages.order_by("pk")
    staging.finish(first, cast.handler)
    services.drop_stage(second, cast.clerk, words="并入绿化工程")
    assert services.remind(at(400)) == 0
    assert remind_stages() == 0


def test_suspended_the_clocks_of_the_stages_stand_still(cast):
    plan = staging.running(cast)
    ledger.suspend(Issue.objects.get(pk=plan.issue_id), cast.clerk, words="汛期水位高")
    assert services.remind(at(400)) == 0


def test_a_plan_that_is_not_confirmed_reminds_nobody(cast):
    staging.proposed(cast)
    assert services.remind(at(400)) == 0
