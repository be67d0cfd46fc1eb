"""我来协调解决: the town chief answers what a village has raised, in time and once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import Supplied
from issues.ledger import services
from issues.ledger.choices import PhotoKind, State
from issues.ledger.models import Category, Issue
from issues.ledger.workflow import TABLE
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach
from tests.cast import SINCE
from tests.issues import build, checks
from tests.issues.acts import ACTS, url
from tests.issues.at_once import at_once, race


def chief(key, region):
    """One more chief, of no reach yet."""
    user = User.objects.create(username=key, name=key)
    return Post.objects.create(user=user, role=Role.CHIEF, region=region, starts_on=SINCE)


def test_works(cast, enter):
    issue = checks.works(cast, enter, "settle")
    assert (issue.is_open, issue.measures) == (False, "已组织清运")
    assert issue.evidence.filter(kind=PhotoKind.AFTER).count() == 1
    [told] = Message.objects.filter(kind="issue.settle")
    assert (told.user, told.body) == (cast.village_chief.user, "已组织清运")
    panel = enter(cast.village_chief).get(f"/issues/of-patrol/{issue.finding.patrol_id}/").content.decode()
    assert "河长已协调解决：已组织清运" in panel


def test_without_photos_it_is_an_answer_too(cast, enter):
    issue = build.raised(cast)
    assert enter(cast.town_chief).post(url("settle", issue), {"measures": "已劝离"}).status_code == 302
    assert Issue.objects.get(pk=issue.pk).state == State.SETTLED


@pytest.mark.parametrize("state", [State.REPORTED, State.REGISTERED, State.SETTLED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "settle", state)


@pytest.mark.parametrize("member", ["village_chief", "county_chief", "city_chief", "clerk", "patroller", "leader"])
def test_wrong_role(cast, enter, member):
    checks.refuses_role(cast, enter, "settle", member)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "settle")


def test_the_chief_of_another_town_does_not_see_it(cast, enter):
    issue, other = build.raised(cast), chief("far_town", cast.town2)
    reach = Reach.objects.create(river=cast.river, tier="town", region=cast.town2, code="R1-t2", name="澄溪柳岸镇段",
                                 parent=cast.county_reach)  # fmt: skip
    Tenure.objects.create(post=other, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=SINCE)
    client = enter(other)
    for step in ("settle", "pass_on"):
        assert client.post(url(step, issue), ACTS[step].form(cast)).status_code == 404
    assert client.get(issue.get_absolute_url()).status_code == 404
    assert Issue.objects.get(pk=issue.pk).state == State.RAISED


def test_a_number_that_nobody_has_is_not_found(cast, enter):
    assert enter(cast.town_chief).post("/issues/987654321/settle/", {"measures": "x"}).status_code == 404


def test_it_says_what_was_done(cast, enter):
    checks.demands(cast, enter, "settle", "measures")
    with pytest.raises(Supplied):
        services.settle(build.raised(cast), cast.town_chief, measures="  ")


@pytest.mark.parametrize("verb", ["settle", "pass_on"])
def test_on_the_last_day_in_time_and_the_day_after_refused_whether_or_not_the_sweep_has_run(cast, verb):
    issue = build.raised(cast)
    noon = timezone.now() + timedelta(days=(issue.answer_on - timezone.localdate()).days)
    assert TABLE.allows(issue, verb, cast.town_chief, noon)
    late = TABLE.allows(issue, verb, cast.town_chief, noon + timedelta(days=1))
    assert not late and "答复期限" in late.reason
    assert not TABLE.waiting_for(cast.town_chief, Issue.objects.all(), noon + timedelta(days=1)).exists()
    with pytest.raises(NotAllowed):
        told = {"measures": "已清"} if verb == "settle" else {"words": "转"}
        getattr(services, verb)(issue, cast.town_chief, **told, at=noon + timedelta(days=1))


def test_a_late_answer_is_told_on_the_page_and_keeps_what_was_typed(cast, enter):
    issue = build.raised(cast)
    Issue.objects.filter(pk=issue.pk).update(answer_on=timezone.localdate() - timedelta(days=1))
    answer = enter(cast.town_chief).post(url("settle", issue), {"measures": "昨晚已清完"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "答复期限" in page and "昨晚已清完" in page
    assert Issue.objects.get(pk=issue.pk).state == State.RAISED


def queue(post):
    return set(TABLE.waiting_for(Post.objects.get(pk=post.pk), Issue.objects.all()))


def test_whose_turn_it_is_follows_the_tenure_not_the_person(cast, enter):
    issue, today = build.raised(cast), timezone.localdate()
    successor = chief("接镇长", cast.town)
    assert queue(cast.town_chief) == {issue} and queue(successor) == set()
    Tenure.objects.filter(post=cast.town_chief).update(ends_on=today - timedelta(days=1))
    Tenure.objects.create(post=successor, reach=cast.town_reach, kind=TenureKind.RESPONSIBLE, starts_on=today)
    assert queue(cast.town_chief) == set() and queue(successor) == {issue}
    assert enter(cast.town_chief).post(url("settle", issue), {"measures": "已清"}).status_code == 403
    assert "已上报桥头镇河长（接镇长）" in enter(cast.village_chief).get(issue.get_absolute_url()).content.decode()
    assert enter(successor).post(url("settle", issue), {"measures": "已清"}).status_code == 302
    assert services.lapse_raised() == 0


def test_who_stands_in_answers_beside_the_chief_on_leave(cast):
    issue, today = build.raised(cast), timezone.localdate()
    stand_in = chief("代镇长", cast.town)
    days = {"starts_on": today, "ends_on": today, "planned_on": today, "entered_on": today}
    Acting.objects.create(tenure=cast.town_chief.tenures.get(), post=stand_in, reason="学习", **days)
    stand_in = Post.objects.get(pk=stand_in.pk)
    assert queue(stand_in) == queue(cast.town_chief) == {issue}
    services.settle(issue, stand_in, measures="已清运")
    assert issue.state == State.SETTLED


def test_nobody_answers_what_he_found_himself(cast):
    """The finder becomes the town chief's deputy the same day: the chief answers, he does not."""
    issue = build.raised(cast)
    deputy = Post.objects.create(user=cast.village_chief.user, role=Role.CHIEF, region=cast.town, starts_on=SINCE)
    Tenure.objects.create(post=deputy, reach=cast.town_reach, kind=TenureKind.DEPUTY, starts_on=SINCE)
    assert queue(deputy) == set() and queue(cast.town_chief) == {issue}
    with pytest.raises(NotAllowed):
        services.settle(issue, deputy, measures="已清")


def test_the_office_takes_up_what_it_finds_not_settled(cast):
    issue = build.settled(cast)
    services.register(issue, cast.clerk, category=Category.objects.first(), severity="minor", track="term")
    assert (issue.state, issue.is_open) == (State.REGISTERED, True)
    assert set(Message.objects.filter(kind="issue.register").values_list("user__username", flat=True)) == {
        "village_chief", "town_chief",
    }  # fmt: skip


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_settled_and_passed_on_at_once_one_of_them_holds(cast):
    issue = build.raised(cast)
    one, two = (Issue.objects.get(pk=issue.pk) for _ in range(2))
    passed, settled = at_once(
        lambda: services.pass_on(one, cast.town_chief, words="转"),
        lambda: services.settle(two, cast.town_chief, measures="已清"),
    )
    assert sum(isinstance(each, Exception) for each in (passed, settled)) == 1
    assert issue.transitions.exclude(verb="raise").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "settle")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("guard", "told"), [("guarded", ["SomebodyWasFaster", "settled"]), ("unguarded", ["settled"] * 2)]
)
def test_two_processes_with_the_lock_and_the_control_without(cast, guard, told):
    build.raised(cast)
    assert race("settle", guard) == told
