"""取消阶段任务: for a reason."""

import pytest

from hezhang.core.kernel.refusal import Refusal
from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.models import Stage
from tests.stages import plans, staging

WORDS = {"words": "改用管道截污"}


def test_works(cast, enter):
    one = staging.stage(cast)
    plans.works(enter, "drop_stage", one, cast.clerk, WORDS)
    assert (one.is_open, one.dropped_why, Issue.objects.get().stages_left) == (False, "改用管道截污", 1)
    assert "已取消" in enter(cast.handler).get(one.get_absolute_url()).content.decode()


def test_wrong_state(cast):
    with pytest.raises(Refusal, match="已经完成或取消"):
        services.drop_stage(staging.done(cast), cast.clerk, **WORDS)


def test_wrong_role_neighbour_and_missing_words(cast, enter):
    one = staging.stage(cast)
    plans.refuses(enter, "drop_stage", one, [cast.handler, cast.leader], WORDS)
    plans.is_hidden(enter, "drop_stage", one, cast.neighbour_clerk, WORDS)
    plans.demands(enter, "drop_stage", one, cast.clerk, {"words": ""})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    one = staging.stage(cast)
    plans.once_at_once(lambda: services.drop_stage(Stage.objects.get(pk=one.pk), cast.clerk, **WORDS))
