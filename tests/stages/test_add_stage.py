"""增加阶段任务: one more in a plan that runs, for a reason."""

import pytest
from django.core.exceptions import ValidationError

from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.services.planning import StageIn
from tests.stages import plans, staging


def sent(cast, **more):
    told = {"name": "增设监控", "unit": cast.bureau.pk, "due_on": f"{staging.day(90)}", "amount": "2", "measure": "处"}
    return told | {"words": "复查时补充", **more}


def test_works(cast, enter):
    plan = staging.running(cast)
    step = plans.works(enter, "add_stage", plan, cast.clerk, sent(cast))
    added = plan.stages.order_by("pk").last()
    assert (added.name, added.quantity, added.is_open) == ("增设监控", "2 处", True)
    assert step.words == "增设监控：复查时补充" and Issue.objects.get().stages_left == 3


@pytest.mark.parametrize("make", [staging.returned, staging.proposed])
def test_wrong_state(cast, make):
    one = StageIn("增设监控", cast.bureau, staging.day(9))
    plans.is_late(lambda: services.add_stage(make(cast), cast.clerk, stage=one, words="补充"))


def test_wrong_role_neighbour_and_missing(cast, enter):
    plan = staging.running(cast)
    plans.refuses(enter, "add_stage", plan, [cast.handler, cast.leader], sent(cast))
    plans.is_hidden(enter, "add_stage", plan, cast.neighbour_clerk, sent(cast))
    plans.demands(enter, "add_stage", plan, cast.clerk, sent(cast, words=""))
    plans.demands(enter, "add_stage", plan, cast.clerk, sent(cast, due_on=f"{staging.day(-1)}"))


def test_not_for_a_unit_that_has_no_part_in_it(cast):
    plan, one = staging.running(cast), StageIn("增设监控", cast.bureau2, staging.day(9))
    with pytest.raises(ValidationError, match="责任单位或协办单位"):
        services.add_stage(plan, cast.clerk, stage=one, words="补充")
