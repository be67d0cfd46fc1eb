"""提交整改方案: the unit of a long-term issue says what is to be done in which stages."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from issues.ledger.models import Issue
from issues.stages import services
from issues.stages.models import StagePlan
from issues.stages.services.planning import StageIn
from tests.issues import build
from tests.issues.at_once import at_once
from tests.stages import staging


def address(issue):
    return f"/issues/stages/propose/?issue={issue.pk}"


def propose(issue, by, cast, **more):
    return services.propose_stages(issue, by, **{"words": staging.WORDS, "stages": staging.lines(cast), **more})


def test_works(cast, enter):
    issue = staging.long_one(cast)
    answer = enter(cast.handler).post(address(issue), staging.sent(cast) | {"document": staging.document()})
    plan = StagePlan.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, plan.get_absolute_url())
    assert (plan.issue, plan.unit, plan.state, plan.words) == (issue, cast.bureau, "proposed", staging.WORDS)
    assert [(one.name, one.unit) for one in plan.stages.all()] == [
        ("截污纳管", cast.bureau), ("恢复岸坡", cast.town_gov),
    ]  # fmt: skip
    assert plan.file.name == "整改方案.xlsx"
    told = Message.objects.filter(kind="stageplan.propose_stages").values_list("user_id", flat=True)
    assert {cast.clerk.user_id, cast.head.user_id} <= set(told)
    page = enter(cast.clerk).get(plan.get_absolute_url()).content.decode()
    assert "截污纳管" in page and "确认方案" in page
    assert b"".join(enter(cast.clerk).get(f"/issues/stages/plans/{plan.pk}/file/"))


def test_a_line_that_lacks_something_keeps_the_text(cast, enter):
    issue = staging.long_one(cast)
    told = staging.sent(cast) | {"due_on_1": ""}
    answer = enter(cast.handler).post(address(issue), told)
    page = answer.content.decode()
    assert answer.status_code == 422 and "请填写完成时限" in page and staging.WORDS in page and "截污纳管" in page
    answer = enter(cast.handler).post(address(issue), {"words": staging.WORDS})
    assert answer.status_code == 422 and "至少填一项" in answer.content.decode()
    assert not StagePlan.objects.exists()


@pytest.mark.parametrize("member", ["clerk", "town_handler", "village_chief", "leader"])
def test_wrong_role(cast, enter, member):
    issue = staging.long_one(cast)
    with pytest.raises(NotAllowed):
        propose(issue, cast[member], cast)
    assert enter(cast[member]).get(address(issue)).status_code == 403


def test_neighbour_county(cast, enter):
    assert enter(cast.neighbour_clerk).get(address(staging.long_one(cast))).status_code == 404


def test_wrong_state_and_only_long_ones(cast):
    with pytest.raises(NotAllowed, match="只有长期整改"):
        propose(build.rectifying(cast), cast.handler, cast)
    issue = staging.long_one(cast)
    Issue.objects.filter(pk=issue.pk).update(state="dispatched")
    with pytest.raises(NotAllowed, match="签收以后"):
        propose(issue, cast.handler, cast)


@pytest.mark.parametrize(
    ("days", "unit", "why"),
    [(-1, "bureau", "不能早于今天"), (5000, "bureau", "十年"), (9, "bureau2", "责任单位或协办单位")],
)
def test_a_stage_that_cannot_be(cast, days, unit, why):
    wrong = [StageIn("清淤", cast.places[unit], staging.day(days))]
    with pytest.raises(ValidationError, match=why):
        propose(staging.long_one(cast), cast.handler, cast, stages=wrong)


def test_one_plan_an_issue_and_the_same_form_is_one_plan(cast, enter):
    issue, once = staging.long_one(cast), uuid.uuid4()
    first = propose(issue, cast.handler, cast, once=once)
    assert propose(issue, cast.handler, cast, once=once) == first
    with pytest.raises(Refusal, match="已经提交过"):
        propose(issue, cast.handler, cast)
    assert enter(cast.handler).get(address(issue))["Location"] == first.get_absolute_url()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    issue = staging.long_one(cast)
    results = at_once(*(lambda: propose(Issue.objects.get(pk=issue.pk), cast.handler, cast) for _ in range(2)))
    assert sum(isinstance(result, Refusal) for result in results) == 1
    assert StagePlan.objects.count() == 1
