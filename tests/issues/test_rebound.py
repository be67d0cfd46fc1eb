"""反弹: it is there again. The old one stays as it is, a new one is registered with all that is known."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import Look, Source, State
from issues.ledger.models import Issue
from tests.issues import build, checks
from tests.issues.acts import picture, url


def again(issue):
    return Issue.objects.get(rebound_of=issue)


def test_works(cast, enter):
    issue = checks.works(cast, enter, "rebound")
    new = again(issue)
    assert (issue.look, new.state, new.source, new.rebounds) == (Look.REBOUND, State.REGISTERED, Source.LOOK_BACK, 1)
    assert [new.transitions.get(verb=verb).user for verb in ("report", "register")] == [cast.clerk.user] * 2
    told = set(Message.objects.filter(kind="issue.rebound").values_list("user", flat=True))
    assert told == {cast.head.user_id, cast.handler.user_id, cast.village_chief.user_id}


@pytest.mark.parametrize("state", [State.RECTIFYING, State.VERIFIED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "rebound", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "rebound", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "rebound")


@pytest.mark.parametrize("field", ["words"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "rebound", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "rebound")
    assert Issue.objects.filter(rebounds=1).count() == 1


def test_nothing_of_the_old_one_changes_that_a_figure_reads(cast):
    """Earlier quarters are reckoned from these very columns: not one of them may move."""
    issue = build.closed(cast)
    before = model_to_dict(issue)
    services.rebound(issue, cast.clerk, words="又有垃圾", photos=[build.photo(cast.clerk)])
    after = model_to_dict(Issue.objects.get(pk=issue.pk))
    assert {name for name in before if before[name] != after[name]} == {"look", "looked_at"}
    new = again(issue)
    known = (
        "river_id",
        "region_id",
        "reach_id",
        "place",
        "category_id",
        "severity",
        "track",
        "list_level",
        "lat",
        "lng",
    )
    assert [getattr(new, name) for name in known] == [getattr(issue, name) for name in known]
    assert (new.text, new.closed_at, new.due_on) == ("又有垃圾", None, None)


def test_the_patroller_finds_it_and_it_waits_for_dispatch(cast):
    """Who may not register has it registered: nobody types twice what is known."""
    issue = build.closed(cast)
    services.rebound(issue, cast.patroller, words="又有垃圾", photos=[build.photo(cast.patroller)])
    new = again(issue)
    assert (new.state, new.reporter) == (State.REGISTERED, cast.patroller)
    assert new.transitions.get(verb="register").user is None


def test_the_second_time_is_counted_and_shown(cast, enter):
    issue = build.closed(cast)
    for _ in range(2):
        services.rebound(issue, cast.clerk, words="又有垃圾", photos=[build.photo(cast.clerk)])
        issue = again(issue)
        services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运")
        services.sign_for(issue, cast.handler)
        services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
        services.verify(issue, cast.village_chief, opinion="干净", photos=[build.photo(cast.village_chief)])
        services.close(issue, cast.head)
    client = enter(cast.clerk)
    page = client.get(issue.get_absolute_url()).content.decode()
    assert "第 2 次反弹" in page and issue.rebound_of.number in page
    assert issue.number in client.get(issue.rebound_of.get_absolute_url()).content.decode()
    rows = BeautifulSoup(
        client.get(reverse("issues:ledger"), {"tab": "all", "again": "rebound"}).content, "html.parser"
    )
    assert len(rows.select("td.col-actions")) == 2


def test_called_false_it_is_told_and_counted(cast, enter):
    issue, client = build.closed(cast), enter(cast.clerk)
    told = {"words": "照片是别处的，现场未动", "false": "on", "photos": [picture()]}
    assert client.post(url("rebound", issue), told).status_code == 302
    heard = Message.objects.filter(kind="issue.false")
    assert set(heard.values_list("user", flat=True)) == {
        cast.head.user_id,
        cast.handler.user_id,
        cast.village_chief.user_id,
    }
    page = client.get(reverse("issues:ledger"), {"tab": "all", "again": "false"}).content.decode()
    assert issue.number in page and "虚假整改" in client.get(issue.get_absolute_url()).content.decode()


def test_only_the_office_calls_it_false(cast, enter):
    issue = build.closed(cast)
    page = enter(cast.patroller).get(url("rebound", issue)).content.decode()
    assert "回头看照片" in page and 'name="false"' not in page
    with pytest.raises(NotAllowed, match="由河长办认定"):
        services.rebound(issue, cast.patroller, words="未动", photos=[build.photo(cast.patroller)], false=True)
    assert not Issue.objects.filter(rebound_of=issue).exists()


def test_the_database_lets_it_come_back_once_and_later(cast):
    issue, other = build.closed(cast), build.registered(cast)
    services.rebound(issue, cast.clerk, words="又有垃圾", photos=[build.photo(cast.clerk)])
    for values in ({"rebound_of": issue, "rebounds": 1}, {"rebound_of": other, "rebounds": 1}, {"rebounds": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.filter(pk=other.pk).update(**values)
