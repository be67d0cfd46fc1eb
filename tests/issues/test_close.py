"""销号: the level that listed it signs it off."""

import uuid

import pytest

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.clocks.choices import Severity, Track
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue, SignOffRule
from issues.ledger.workflow import TABLE
from tests.issues import build, checks
from tests.issues.acts import make, url
from tests.issues.at_once import at_once, race


def test_works(cast, enter):
    issue = checks.works(cast, enter, "close")
    assert (issue.is_open, issue.closed_by) == (False, cast.head.user)


@pytest.mark.parametrize("state", [State.APPLIED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "close", state)


@pytest.mark.parametrize(
    ("member", "status"), [("handler", 403), ("village_chief", 403), ("leader", 403), ("patroller", 403)]
)
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "close", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "close")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "close")


def test_a_list_of_the_city_is_closed_by_the_city(cast, enter):
    """The county rectifies, the city signs off; the county's button says so."""
    city = Post.objects.create(
        user=cast.leader.user, role=Role.OFFICE_HEAD, region=cast.city, starts_on=cast.head.starts_on
    )
    issue = build.AT[State.VERIFIED](cast, list_level="city")
    with pytest.raises(NotAllowed, match="市级河长办"):
        services.close(issue, cast.head)
    assert "须由市级河长办销号" in enter(cast.head).get(issue.get_absolute_url()).content.decode()
    services.close(issue, city)
    assert issue.state == State.CLOSED


@pytest.mark.parametrize(("level", "words"), [("nation", "国家"), ("province", "省级"), ("city", "市级")])
def test_what_a_level_without_an_office_here_has_listed_waits_for_its_list(cast, enter, level, words):
    """Nation, province, and the city where it has no office in this house: the button is off and says why."""
    issue = build.AT[State.VERIFIED](cast, list_level=level)
    with pytest.raises(NotAllowed, match=f"由{words}的销号清单销号"):
        services.close(issue, cast.head)
    page = enter(cast.head).get(issue.get_absolute_url()).content.decode()
    assert "待上级销号" in page and f"由{words}的销号清单销号" in page
    assert issue not in TABLE.waiting_for(cast.head, Issue.objects.all())


def test_the_number_of_the_paper_is_kept_and_printed(cast, enter):
    issue = make(cast, "close")
    enter(cast.head).post(url("close", issue), {"words": "", "number": "澄河长办〔2026〕7号"})
    assert Issue.objects.get(pk=issue.pk).closing_number == "澄河长办〔2026〕7号"
    assert "澄河长办〔2026〕7号" in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()


def test_double_click_is_one_step_and_no_refusal(cast, enter):
    issue, client = make(cast, "close"), enter(cast.head)
    data = {"words": "文号 1", "once": str(uuid.uuid4())}
    assert [client.post(url("close", issue), data).status_code for _ in range(2)] == [302, 302]
    assert issue.transitions.filter(verb="close").count() == 1
    assert client.post(url("close", issue), {**data, "words": "改了"}).status_code == 409


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_close_and_send_back_at_once(cast):
    """Approve and decline at the same moment: exactly one happens."""
    issue = make(cast, "close")
    copies = [Issue.objects.get(pk=issue.pk) for _ in range(2)]
    results = at_once(
        lambda: services.close(copies[0], cast.head), lambda: services.send_back(copies[1], cast.clerk, words="再看")
    )
    assert sum(isinstance(result, SomebodyWasFaster) for result in results) == 1
    assert issue.transitions.filter(verb__in=["close", "send_back"]).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_close_it_once(cast):
    issue = make(cast, "close")
    assert race("close", "guarded") == ["SomebodyWasFaster", "closed"]
    assert issue.transitions.filter(verb="close").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_both_close(cast):
    """The control: the same two, with nothing but the engine's lock left out."""
    issue = make(cast, "close")
    assert race("close", "unguarded") == ["closed", "closed"]
    assert issue.transitions.filter(verb="close").count() == 2


def verified_by_the_clerk(cast, severity):
    """As often in a small office: the clerk goes to see it and comes back to sign it off."""
    issue = build.reported(cast)
    category = Category.objects.get(name="乱堆")
    services.register(issue, cast.clerk, category=category, severity=severity, track=Track.TERM)
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运")
    services.sign_for(issue, cast.handler)
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    services.verify(issue, cast.clerk, opinion="已清理干净", photos=[build.photo(cast.clerk)])
    return issue


def test_who_verified_a_grave_one_does_not_sign_it_off(cast, enter):
    issue = verified_by_the_clerk(cast, Severity.SERIOUS)
    with pytest.raises(NotAllowed, match="核查人与销号人须为两人"):
        services.close(issue, cast.clerk)
    assert enter(cast.clerk).post(url("close", issue), {"words": ""}).status_code == 403
    assert "您已现场核查，请由河长办其他人员销号" in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    waiting = {key: issue in TABLE.waiting_for(cast[key], Issue.objects.all()) for key in ("clerk", "head")}
    assert waiting == {"clerk": False, "head": True}
    services.close(issue, cast.head)
    assert issue.state == State.CLOSED


def test_a_minor_one_may_be_signed_off_by_the_same(cast):
    issue = verified_by_the_clerk(cast, Severity.MINOR)
    assert issue in TABLE.waiting_for(cast.clerk, Issue.objects.all())
    services.close(issue, cast.clerk)


def test_the_office_decides_which_grades(cast):
    SignOffRule.objects.filter(severity=Severity.SERIOUS).update(two_people=False)
    SignOffRule.objects.filter(severity=Severity.MINOR).update(two_people=True)
    services.close(verified_by_the_clerk(cast, Severity.SERIOUS), Post.objects.get(pk=cast.clerk.pk))
    with pytest.raises(NotAllowed, match="一般问题"):
        services.close(verified_by_the_clerk(cast, Severity.MINOR), Post.objects.get(pk=cast.clerk.pk))


def test_a_rule_that_names_the_class_goes_before_that_of_the_grade(cast):
    """The queue says the same as the button."""
    kind = Category.objects.get(name="乱堆")
    SignOffRule.objects.create(category=kind, severity=Severity.MINOR, two_people=True)
    SignOffRule.objects.create(category=kind, severity=Severity.SERIOUS, two_people=False)
    minor, serious = (verified_by_the_clerk(cast, grade) for grade in (Severity.MINOR, Severity.SERIOUS))
    waits = TABLE.waiting_for(cast.clerk, Issue.objects.all())
    assert minor.category == serious.category == kind and serious in waits and minor not in waits
    services.close(serious, Post.objects.get(pk=cast.clerk.pk))
    with pytest.raises(NotAllowed, match="乱堆类一般问题"):
        services.close(minor, Post.objects.get(pk=cast.clerk.pk))
