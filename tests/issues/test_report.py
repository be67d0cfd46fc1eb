"""上报: how an issue comes into the ledger."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import Conflicting, Supplied
from issues.ledger import services
from issues.ledger.choices import ListLevel, Source, State
from issues.ledger.models import Issue
from rivers.chiefs.models import Tenure
from tests.issues import build
from tests.issues.acts import picture
from tests.issues.at_once import at_once, race

pytestmark = pytest.mark.story_until("2026-11-20")

URL = "issues:report"


def test_chief_reports_from_the_bank(cast, enter):
    data = {"reach": cast.village_reach.pk, "text": "岸边倾倒建筑垃圾", "photos": [picture(), picture(red=200)]}
    answer = enter(cast.village_chief).post(reverse(URL), data)
    issue = Issue.objects.get()
    assert answer.url == reverse("issues:receipt", args=[issue.pk])
    assert (issue.river, issue.region, issue.reach) == (cast.river, cast.village, cast.village_reach)
    assert (issue.state, issue.source, issue.reporter) == (State.REPORTED, Source.PATROL, cast.village_chief)
    assert build.kinds(issue) == ["found", "found"]


def test_office_reports_from_any_source(cast, enter):
    data = {"river": cast.river.pk, "reach": "", "region": cast.town2.pk, "text": "12345 转来：河面有油污"}
    data |= {"source": "hotline", "severity": "serious", "found_at": "2026-11-20T08:30"}
    answer = enter(cast.clerk).post(reverse(URL), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    issue = Issue.objects.get()
    assert (issue.source, issue.region, issue.list_level) == ("hotline", cast.town2, ListLevel.COUNTY)
    assert timezone.localtime(issue.found_at).hour == 8


def test_number_counts_up_within_county_and_day(cast):
    numbers = [build.reported(cast).number for _ in range(2)]
    day = f"{timezone.localdate():%y%m%d}"
    assert numbers == [f"M02{day}001", f"M02{day}002"]


def test_chief_is_the_one_of_that_day(cast):
    """责任终身追究: an issue found before the change of chief stays with the one before."""
    change = date(2026, 6, 1)
    Tenure.objects.filter(reach=cast.village_reach).update(ends_on=change - timedelta(days=1))
    Tenure.objects.create(post=cast.village2_chief, reach=cast.village_reach, starts_on=change)
    found = timezone.make_aware(timezone.datetime(2026, 5, 31, 23, 30))
    assert build.reported(cast, found_at=found).chief == cast.village_chief
    assert build.reported(cast, found_at=found + timedelta(hours=1)).chief == cast.village2_chief


def test_chief_of_the_reach_above_stands_in(cast):
    Tenure.objects.filter(reach=cast.village_reach).delete()
    assert build.reported(cast).chief == cast.town_chief


def test_office_and_nobody_else_is_told(cast):
    build.reported(cast)
    told = set(Message.objects.values_list("user__username", flat=True))
    assert told == {"clerk", "head"}


def test_same_client_id_is_the_same_issue(cast):
    client_id = uuid.uuid4()
    first = build.reported(cast, client_id=client_id, photos=())
    assert build.reported(cast, client_id=client_id, photos=()) == first
    assert Issue.objects.count() == 1
    with pytest.raises(Conflicting, match=first.number):
        build.reported(cast, client_id=client_id, text="另一件事")
    assert Issue.objects.get().text == first.text


def test_form_sent_twice_is_one_issue(cast, enter):
    data = {"reach": cast.village_reach.pk, "text": "垃圾", "client_id": str(uuid.uuid4())}
    client = enter(cast.village_chief)
    assert {client.post(reverse(URL), data).url for _ in range(3)} == {
        reverse("issues:receipt", args=[Issue.objects.get().pk])
    }
    changed = client.post(reverse(URL), {**data, "text": "改了的内容"})
    assert changed.status_code == 409
    assert "改了的内容" in changed.content.decode()


@pytest.mark.parametrize("member", ["handler", "leader", "system_admin"])
def test_wrong_role(cast, enter, member):
    assert enter(cast[member]).get(reverse(URL)).status_code == 403
    with pytest.raises(NotAllowed):
        build.reported(cast, post=cast[member])


def test_not_in_another_county(cast, enter):
    data = {"reach": cast.village_reach.pk, "text": "越界"}
    assert enter(cast.neighbour_chief).post(reverse(URL), data).status_code == 422
    with pytest.raises(NotAllowed):
        build.reported(cast, post=cast.neighbour_clerk)
    assert not Issue.objects.exists()


@pytest.mark.parametrize("field", ["river", "reach", "text", "source", "found_at"])
def test_missing_field(cast, enter, field):
    data = {"river": cast.river.pk, "reach": cast.village_reach.pk, "text": "垃圾", "source": "hotline"}
    data |= {"severity": "minor", "found_at": "2026-11-20T08:30"}
    del data[field]
    answer = enter(cast.clerk).post(reverse(URL), data)
    assert answer.status_code == 422
    assert f"id_{field}" in answer.content.decode()
    assert not Issue.objects.exists()


def test_blank_text_and_the_future_are_refused(cast):
    with pytest.raises(Supplied, match="问题描述"):
        build.reported(cast, text="  ")
    with pytest.raises(ValidationError, match="晚于现在"):
        build.reported(cast, found_at=timezone.now() + timedelta(days=1))


def test_the_river_brings_its_reaches(cast, enter):
    page = enter(cast.clerk).get(reverse(URL), {"river": cast.river.pk}).content.decode()
    assert cast.village_reach.name in page
    assert cast.village_reach.name not in enter(cast.clerk).get(reverse(URL)).content.decode()


def test_position_out_of_this_world(cast, enter):
    for lat in ("91", "nan", "inf"):
        data = {"reach": cast.village_reach.pk, "text": "垃圾", "lat": lat, "lng": "120"}
        assert enter(cast.village_chief).post(reverse(URL), data).status_code == 422
    assert not Issue.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    client_id = uuid.uuid4()
    found = at_once(*[lambda: build.reported(cast, client_id=client_id, photos=()) for _ in range(4)])
    assert len({issue.pk for issue in found}) == 1
    assert Issue.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_are_unique_at_once(cast):
    found = at_once(*[lambda: build.reported(cast, photos=()) for _ in range(6)])
    assert sorted(issue.number[-3:] for issue in found) == ["001", "002", "003", "004", "005", "006"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_get_two_numbers(cast):
    build.reported(cast, photos=())
    assert [number[-3:] for number in race("report", "guarded")] == ["002", "003"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_one_report_is_lost(cast):
    """The control: the same two, with nothing but the lock left out, draw the same number; its constraint lets one in."""
    first = build.reported(cast, photos=())
    assert race("report", "unguarded") == ["IntegrityError", f"{first.number[:-3]}002"]
    assert Issue.objects.count() == 2


def test_unused_service_arguments_are_plain(cast):
    issue = services.report(by=None, text="群众来电", river=cast.river, region=cast.village, source=Source.PUBLIC)
    assert (issue.reporter, issue.transitions.get().user) == (None, None)


def test_what_lies_in_no_county_is_listed_by_the_city(cast):
    """Else no office could ever sign it off."""
    assert build.reported(cast, post=cast.city_chief, region=cast.city, reach=None).list_level == ListLevel.CITY
    assert build.reported(cast, post=cast.city_chief).list_level == ListLevel.COUNTY


@pytest.fixture
def call(cast, enter):
    """A hotline call as the clerk takes it down; each time a new form."""
    client = enter(cast.clerk)
    data = {"river": cast.river.pk, "reach": cast.village_reach.pk, "text": "河面有油污", "source": "hotline"}
    data |= {"severity": "minor", "found_at": "2025-11-20T08:30"}
    return lambda **more: client.post(reverse(URL), data | {"client_id": str(uuid.uuid4())} | more)


def test_the_same_words_within_minutes_are_noticed_but_never_refused(call):
    first = Issue.objects.get(pk=call().url.strip("/").split("/")[-1])
    asked = call()
    page = asked.content.decode()
    assert asked.status_code == 409 and Issue.objects.count() == 1
    assert "刚刚登记过同样的内容" in page and first.get_absolute_url() in page and "仍要登记" in page
    assert call(text="河面有油污，范围扩大").status_code == 302
    assert call(even_so=str(first.pk)).status_code == 302
    assert Issue.objects.count() == 3


def test_the_same_words_an_hour_ago_are_another_call(call, cast):
    build.reported(cast, text="河面有油污", at=timezone.now() - timedelta(hours=1))
    assert call().status_code == 302


def test_the_source_is_not_guessed_and_then_remembered(call, cast, enter):
    def offered():
        return enter(cast.clerk).get(reverse(URL)).context["form"]["source"].value()

    assert offered() == ""
    call()
    assert offered() == "hotline"
