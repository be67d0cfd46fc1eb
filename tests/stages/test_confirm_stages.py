"""确认方案: each stage has its clock, and the issue waits for all of them."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services as ledger
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE as LEDGER
from issues.stages import services
from issues.stages.models import StagePlan
from tests.issues import build
from tests.stages import plans, staging


def test_works(cast, enter):
    plan = staging.proposed(cast)
    plans.works(enter, "confirm_stages", plan, cast.clerk, {})
    assert (plan.state, plan.confirmed_by) == ("running", cast.clerk.user)
    issue = Issue.objects.get()
    assert (issue.staged_at, issue.stages_left) == (plan.confirmed_at, 2)
    told = Message.objects.filter(kind="stageplan.confirm_stages").values_list("user_id", flat=True)
    assert {cast.handler.user_id, cast.town_handler.user_id, cast.village_chief.user_id} <= set(told)


def test_applied_for_only_when_all_is_done_or_dropped(cast, enter):
    issue = staging.long_one(cast)
    apply = {"measures": "全部完成", "photos": [build.photo(cast.handler)]}
    with pytest.raises(NotAllowed, match="整改方案"):
        ledger.apply(issue, cast.handler, **apply)
    assert issue not in LEDGER.waiting_for(cast.handler, Issue.objects.all())
    plan = services.propose_stages(issue, cast.handler, words="一步。", stages=staging.lines(cast))
    services.confirm_stages(plan, cast.clerk)
    with pytest.raises(NotAllowed, match="还有 2 项阶段任务"):
        ledger.apply(issue, cast.handler, **apply)
    assert "还有 2 项阶段任务" in enter(cast.handler).get(issue.get_absolute_url()).content.decode()
    first, second = plan.stages.order_by("pk")
    staging.finish(first, cast.handler)
    services.drop_stage(second, cast.clerk, words="并入绿化工程")
    assert Issue.objects.get() in LEDGER.waiting_for(cast.handler, Issue.objects.all())
    ledger.apply(Issue.objects.get(), cast.handler, **apply)


@pytest.mark.parametrize("make", [staging.returned, staging.running])
def test_wrong_state(cast, make):
    plans.is_late(lambda: services.confirm_stages(make(cast), cast.clerk))


def test_wrong_role_and_neighbour(cast, enter):
    plan = staging.proposed(cast)
    plans.refuses(enter, "confirm_stages", plan, [cast.handler, cast.village_chief, cast.leader], {})
    plans.is_hidden(enter, "confirm_stages", plan, cast.neighbour_clerk, {})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    plan = staging.proposed(cast)
    plans.once_at_once(lambda: services.confirm_stages(StagePlan.objects.get(pk=plan.pk), cast.clerk))
