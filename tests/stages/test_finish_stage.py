"""完成阶段任务: by the unit whose it is, with words and something that proves it."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import EvidenceMissing
from issues.ledger import services as ledger
from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.models import Stage
from tests.issues import build
from tests.issues.acts import picture
from tests.stages import plans, staging


def test_works(cast, enter):
    one = staging.stage(cast)
    told = {"words": "已完成 300 米", "photos": [picture()], "document": staging.document("验收单.xlsx")}
    step = plans.works(enter, "finish_stage", one, cast.handler, told)
    assert (one.done_by, one.done_words, one.is_open) == (cast.handler.user, "已完成 300 米", False)
    assert step.stage == one and Issue.objects.get().stages_left == 1
    page = enter(cast.clerk).get(one.get_absolute_url()).content.decode()
    assert "验收单.xlsx" in page and "已完成 300 米" in page
    for file in one.files.all():
        assert b"".join(enter(cast.clerk).get(f"/issues/stages/files/{file.pk}/"))
        assert enter(cast.neighbour_clerk).get(f"/issues/stages/files/{file.pk}/").status_code == 404


def test_the_helping_unit_finishes_its_own_and_no_others(cast, enter):
    bureaus, towns = staging.running(cast).stages.order_by("pk")
    with pytest.raises(NotAllowed, match="水利局办理"):
        staging.finish(bureaus, cast.town_handler)
    staging.finish(towns, cast.town_handler)
    assert Stage.objects.get(pk=towns.pk).done_by == cast.town_handler.user


def test_wrong_state_of_the_stage_and_of_the_issue(cast):
    one = staging.done(cast)
    with pytest.raises(NotAllowed, match="已经完成或取消"):
        staging.finish(one, cast.handler)
    services.drop_stage(one.plan.stages.order_by("pk")[1], cast.clerk, words="并入绿化工程")
    issue = Issue.objects.get()
    ledger.apply(issue, cast.handler, measures="全部完成", photos=[build.photo(cast.handler)])
    plans.not_after_applying(lambda: services.reopen_stage(Stage.objects.get(pk=one.pk), cast.clerk, words="再看"))


def test_wrong_role_and_neighbour(cast, enter):
    one, told = staging.stage(cast), {"words": "已完成", "photos": [picture()]}
    plans.refuses(enter, "finish_stage", one, [cast.clerk, cast.leader, cast.village_chief], told)
    plans.is_hidden(enter, "finish_stage", one, cast.neighbour_clerk, told)


def test_missing_words_and_proof(cast, enter):
    one = staging.stage(cast)
    plans.demands(enter, "finish_stage", one, cast.handler, {"words": "", "photos": [picture()]})
    with pytest.raises(EvidenceMissing, match="照片或资料"):
        staging.finish(one, cast.handler, files=[])
    assert enter(cast.handler).post(f"/issues/stages/{one.pk}/finish/", {"words": "已完成"}).status_code == 422


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    one = staging.stage(cast)
    plans.once_at_once(lambda: staging.finish(Stage.objects.select_related("plan").get(pk=one.pk), cast.handler))
    assert Issue.objects.get().stages_left == 1
