"""退回方案: with what is missing."""

import pytest

from hezhang.core.notify.models import Message
from issues.stages import services
from issues.stages.models import StagePlan
from tests.stages import plans, staging

WORDS = {"words": "缺年度任务"}


def test_works(cast, enter):
    plan = staging.proposed(cast)
    plans.works(enter, "return_stages", plan, cast.clerk, WORDS)
    assert plan.state == "returned"
    assert Message.objects.get(kind="stageplan.return_stages", user=cast.handler.user).body == "缺年度任务"
    assert "修改后再提交" in enter(cast.handler).get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [staging.returned, staging.running])
def test_wrong_state(cast, make):
    plans.is_late(lambda: services.return_stages(make(cast), cast.clerk, **WORDS))


def test_wrong_role_neighbour_and_missing_words(cast, enter):
    plan = staging.proposed(cast)
    plans.refuses(enter, "return_stages", plan, [cast.handler, cast.leader], WORDS)
    plans.is_hidden(enter, "return_stages", plan, cast.neighbour_clerk, WORDS)
    plans.demands(enter, "return_stages", plan, cast.clerk, {"words": ""})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    plan = staging.proposed(cast)
    plans.once_at_once(lambda: services.return_stages(StagePlan.objects.get(pk=plan.pk), cast.clerk, **WORDS))
