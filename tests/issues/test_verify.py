"""现场核查: somebody else has been there."""

import pytest

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import EvidenceMissing
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import EvidenceRule
from tests.issues import checks
from tests.issues.acts import ACTS, make, url


def test_works(cast, enter):
    issue = checks.works(cast, enter, "verify")
    assert (issue.opinion, issue.verified_by) == ("已清理干净", cast.village_chief.user)
    assert issue.evidence.filter(kind="on_site").count() == 1


@pytest.mark.parametrize("state", [State.RECTIFYING, State.VERIFIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "verify", state)


@pytest.mark.parametrize(("member", "status"), [("handler", 403), ("leader", 403), ("village2_chief", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "verify", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "verify")


@pytest.mark.parametrize("field", ["opinion", "photos"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "verify", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "verify")


def test_not_by_the_rectifier_under_another_post(cast, enter):
    """The handler who is also a patroller: the person counts, not the post."""
    issue = make(cast, "verify")
    second = Post.objects.create(
        user=cast.handler.user,
        role=Role.PATROLLER,
        region=cast.county,
        title="巡河员",
        starts_on=cast.handler.starts_on,
    )
    with pytest.raises(NotAllowed, match="整改申请人"):
        ACTS["verify"].run(issue, second, cast)
    assert "不能核查自己的整改" in enter(second).get(issue.get_absolute_url()).content.decode()


def test_not_by_a_colleague_of_the_unit(cast):
    issue = make(cast, "verify")
    Post.objects.create(
        user=cast.patroller.user, role=Role.HANDLER, region=cast.county, department=cast.bureau,
        starts_on=cast.handler.starts_on,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="责任单位"):
        ACTS["verify"].run(issue, cast.patroller, cast)


def test_photos_are_asked_for_by_the_rule(cast):
    issue = make(cast, "verify")
    with pytest.raises(EvidenceMissing, match="现场核查照片至少 1 张"):
        services.verify(issue, cast.village_chief, opinion="好", photos=[])
    EvidenceRule.objects.all().delete()
    services.verify(issue, cast.village_chief, opinion="好", photos=[])
    assert issue.state == State.VERIFIED


def test_the_open_form_names_the_other_steps_that_may_be_taken(cast, enter):
    """A button on a list leads to one of them; what may not be taken now is no link."""
    issue = make(cast, "verify")
    page = enter(cast.village_chief).get(url("verify", issue)).content.decode()
    others = page.partition("改办其他")[2].partition("</p>")[0]
    assert (
        url("send_back", issue) in others and url("verify", issue) not in others and url("close", issue) not in others
    )
