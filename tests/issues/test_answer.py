"""答复催办."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import State
from tests.issues import build, checks
from tests.issues.acts import make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "answer")
    assert issue.nudged_at is None
    assert Message.objects.filter(kind="issue.answer", user=cast.clerk.user, body="本周清运完毕").exists()


@pytest.mark.parametrize("state", [State.REGISTERED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "answer", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("village_chief", 403), ("town_handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "answer", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "answer")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "answer", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "answer")


def test_without_a_question_there_is_no_answer(cast):
    issue = build.rectifying(cast)
    with pytest.raises(NotAllowed, match="没有待答复的催办"):
        services.answer(issue, cast.handler, words="在办")


def test_what_waited_for_an_answer_is_over_with_the_unit(cast):
    issue = make(cast, "answer")
    services.reassign(issue, cast.clerk, unit=cast.bureau2, requirement="清运", due_on=issue.due_on, words="换单位")
    services.recall(issue, cast.clerk, words="又错了")
    assert issue.nudged_at is None
