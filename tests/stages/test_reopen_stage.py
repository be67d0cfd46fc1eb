"""退回阶段任务: not done as told; its old day holds."""

import pytest

from hezhang.core.kernel.refusal import Refusal
from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.models import Stage
from tests.stages import plans, staging

WORDS = {"words": "现场只有 200 米"}


def test_works(cast, enter):
    one = staging.done(cast)
    due = one.due_on
    plans.works(enter, "reopen_stage", one, cast.clerk, WORDS)
    assert (one.is_open, one.done_words, one.due_on, Issue.objects.get().stages_left) == (True, "", due, 2)
    page = enter(cast.handler).get(one.get_absolute_url()).content.decode()
    assert "现场只有 200 米" in page and "已完成 300 米" in page  # what was told stays in the history


def test_wrong_state(cast):
    with pytest.raises(Refusal, match="没有报完成"):
        services.reopen_stage(staging.stage(cast), cast.clerk, **WORDS)


def test_wrong_role_neighbour_and_missing_words(cast, enter):
    one = staging.done(cast)
    plans.refuses(enter, "reopen_stage", one, [cast.handler, cast.leader], WORDS)
    plans.is_hidden(enter, "reopen_stage", one, cast.neighbour_clerk, WORDS)
    plans.demands(enter, "reopen_stage", one, cast.clerk, {"words": ""})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    one = staging.done(cast)
    plans.once_at_once(lambda: services.reopen_stage(Stage.objects.get(pk=one.pk), cast.clerk, **WORDS))
