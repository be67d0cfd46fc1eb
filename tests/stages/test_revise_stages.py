"""修改后再提交: what was sent back, written anew."""

import pytest

from issues.stages import services
from issues.stages.models import StagePlan
from tests.stages import plans, staging


def revise(plan, by, cast, **more):
    return services.revise_stages(plan, by, **{"words": "改为三步。", "stages": staging.lines(cast)[:1], **more})


def test_works(cast, enter):
    plan = staging.returned(cast)
    page = enter(cast.handler).get(f"/issues/stages/plans/{plan.pk}/revise/").content.decode()
    assert staging.WORDS in page and "恢复岸坡" in page
    plans.works(enter, "revise_stages", plan, cast.handler, staging.sent(cast, rows=1) | {"words": "改为一步。"})
    assert (plan.state, plan.words, [one.name for one in plan.stages.all()]) == ("proposed", "改为一步。", ["截污纳管"])


@pytest.mark.parametrize("make", [staging.proposed, staging.running])
def test_wrong_state(cast, make):
    plans.is_late(lambda: revise(make(cast), cast.handler, cast))


def test_wrong_role_and_neighbour(cast, enter):
    plan = staging.returned(cast)
    plans.refuses(enter, "revise_stages", plan, [cast.clerk, cast.town_handler, cast.leader], staging.sent(cast))
    plans.is_hidden(enter, "revise_stages", plan, cast.neighbour_clerk, staging.sent(cast))


def test_missing_words(cast, enter):
    plan = staging.returned(cast)
    plans.demands(enter, "revise_stages", plan, cast.handler, staging.sent(cast) | {"words": ""})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    plan = staging.returned(cast)
    plans.once_at_once(lambda: revise(StagePlan.objects.get(pk=plan.pk), cast.handler, cast))
