"""代理: somebody does the work of a chief on leave, from a day to a day; the chief stays responsible."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from rivers.acting.models import Acting
from rivers.acting.services import begin_acting, end_acting, take_back_acting
from rivers.chiefs.facts import who_was
from rivers.chiefs.services import appoint, withdraw
from rivers.registry.models import Reach

ONE_DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def leave_of(cast, successor):
    """The village chief is away from today for thirty days; ``successor`` (a chief of the village) stands in."""

    def make(**changes):
        facts = {"post": successor, "starts_on": today(), "ends_on": today() + timedelta(days=30), "reason": "学习"}
        return begin_acting(cast.village_chief, by=cast.clerk, **facts | changes)[0]

    return make


def test_the_one_who_stands_in_is_named_and_the_chief_stays_responsible(cast, successor, leave_of, capsys):
    leave_of()
    for day, acting in ((today() - ONE_DAY, False), (today(), True), (today() + timedelta(days=31), False)):
        words = who_was(cast.village_reach, day).by_tier["village"]
        assert words.startswith("尚有田（上桥村") and ("由接河长代理" in words) is acting
    call_command("who_was", cast.village_reach.code, today().isoformat(), "--json")
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and list(json.loads(said)) == ["city", "county", "town", "village"]
    assert "由接河长代理" in json.loads(said)["village"]
    assert set(Reach.objects.of_chief(successor)) == set(Reach.objects.of_chief(cast.village_chief))
    told = Message.objects.filter(kind="acting").values_list("user_id", flat=True)
    assert set(told) == {successor.user_id, cast.village_chief.user_id}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": -1}, "不能早于代理起"),
        ({"ends_on": 400}, "最长一年"),
        ({"starts_on": -8}, "最多补登 7 天"),
        ({"starts_on": -5, "ends_on": -1}, "已经过去"),
        ({"post": "village_chief"}, "不能是本人"),
        ({"post": "village2_chief"}, "区划以外"),
        ({"post": "patroller"}, "岗位担任"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast, leave_of, changes, words):
    plain = {
        name: today() + timedelta(days=value) if isinstance(value, int) else cast[value]
        for name, value in changes.items()
    }
    with pytest.raises(ValidationError, match=words):
        leave_of(**plain)
    assert not Acting.objects.exists()


def test_one_at_a_time_and_no_chain(cast, leave_of):
    leave_of()
    with pytest.raises(ValidationError, match="已由接河长代理"):
        leave_of(starts_on=today() + timedelta(days=10), post=cast.town_chief)
    days = {"starts_on": today() + timedelta(days=40), "ends_on": today() + timedelta(days=50), "reason": "病假"}
    begin_acting(cast.town_chief, by=cast.clerk, post=cast.county_chief, **days)
    with pytest.raises(ValidationError, match="也由他人代理"):
        leave_of(**days | {"post": cast.town_chief})
    with pytest.raises(ValidationError, match="正代理他人"):
        begin_acting(cast.county_chief, by=cast.clerk, post=cast.city_chief, **days)
    with pytest.raises(NotAllowed):
        begin_acting(
            cast.village_chief, by=cast.neighbour_clerk, post=cast.town_chief, reason="病假",
            starts_on=today() + timedelta(days=99), ends_on=today() + timedelta(days=100),
        )  # fmt: skip


@pytest.mark.parametrize("what", ["successor", "chief leaves", "stand-in leaves"])
def test_it_ends_with_the_tenure_and_with_either_office(cast, successor, leave_of, what):
    acting = leave_of()
    assert Acting.objects.current(today() + ONE_DAY).exists()
    if what == "successor":
        appoint(
            by=cast.clerk,
            post=cast.town_chief,
            reach=cast.village_reach,
            kind="responsible",
            starts_on=today() + ONE_DAY,
        )
    else:
        end_post(cast.village_chief if what == "chief leaves" else successor, today(), by=cast.system_admin)
    assert Acting.objects.current(today()).exists() and not Acting.objects.current(today() + ONE_DAY).exists()
    assert Acting.objects.with_names().get(pk=acting.pk).span == (today(), today())
    words = who_was(cast.village_reach, today() + ONE_DAY).by_tier["village"] or ""
    assert "代理" not in words


def test_ended_early_and_taken_back_on_the_day(cast, leave_of):
    acting = leave_of()
    with pytest.raises(ValidationError, match="请填写更早的一天"):
        end_acting(acting, acting.ends_on, by=cast.clerk)
    end_acting(acting, today(), by=cast.clerk)
    assert not Acting.objects.current(today() + ONE_DAY).exists()
    with pytest.raises(Refusal, match="登记当天"):
        take_back_acting(acting, by=cast.clerk, today=today() + ONE_DAY)
    assert take_back_acting(acting, by=cast.clerk).ends_on == today() + timedelta(days=30)
    assert take_back_acting(acting, by=cast.clerk) is None
    assert not Acting.objects.exists()


def test_days_given_back_and_taken_by_another_stay_his(cast, leave_of):
    acting = leave_of()
    end_acting(acting, today(), by=cast.clerk)
    leave_of(starts_on=today() + ONE_DAY, post=cast.town_chief)
    with pytest.raises(ValidationError, match="已另行登记代理"):
        take_back_acting(acting, by=cast.clerk)


def test_an_appointment_that_was_a_mistake_goes_with_its_acting(cast, successor):
    later = appoint(
        by=cast.clerk, post=cast.town_chief, reach=cast.village_reach, kind="responsible", starts_on=today()
    )
    facts = {"starts_on": today(), "ends_on": today() + ONE_DAY, "reason": "学习"}
    begin_acting(cast.town_chief, by=cast.clerk, post=cast.county_chief, **facts)
    withdraw(later, by=cast.clerk)
    assert not Acting.objects.filter(tenure__reach=cast.village_reach).exists()


def test_who_stands_in_answers_for_vacant_reaches_below_too(cast):
    end_post(cast.village_chief, today() - ONE_DAY, by=cast.system_admin)
    facts = {"starts_on": today(), "ends_on": today() + ONE_DAY, "reason": "学习"}
    begin_acting(cast.town_chief, by=cast.clerk, post=cast.county_chief, **facts)
    for post in (cast.town_chief, cast.county_chief):
        assert cast.village_reach in Reach.objects.left_to(post, today())
    assert cast.village_reach not in Reach.objects.left_to(cast.county_chief, today() + timedelta(days=2))


def test_the_office_enters_ends_and_takes_back_on_its_pages(cast, successor, enter):
    client, url = enter(cast.clerk), reverse("rivers:begin_acting", args=[cast.village_chief.pk])
    offered = client.get(url).context["form"].fields["post"].queryset
    assert successor in offered and cast.town_chief in offered and cast.village_chief not in offered
    sent = {"post": successor.pk, "starts_on": today(), "ends_on": today() + ONE_DAY, "reason": "学习", "document": ""}
    assert client.post(url, sent | {"reason": ""}).status_code == 422
    assert "接河长" in client.post(url, sent, follow=True).content.decode()
    acting = Acting.objects.get()
    for page in (
        reverse("rivers:reach", args=[cast.village_reach.pk]),
        reverse("rivers:who", args=[cast.village_reach.pk]),
    ):
        assert "接河长" in client.get(page).content.decode()
    client.post(reverse("rivers:end_acting", args=[acting.pk]), {"on": today()})
    acting.refresh_from_db()
    assert acting.ends_on == today()
    for _ in range(2):
        client.post(reverse("rivers:take_back_acting", args=[acting.pk]))
    assert not Acting.objects.exists()
    assert enter(cast.town_chief).get(url).status_code == 403
    assert enter(cast.neighbour_clerk).get(url).status_code == 404


def test_an_acting_has_its_history_and_stands_in_that_of_the_reach(cast, leave_of, enter):
    acting = leave_of()
    end_acting(acting, today(), by=cast.clerk)
    client, url = enter(cast.clerk), reverse("audit:history", args=["acting", acting.pk])
    page = client.get(url).content.decode()
    assert "登记代理" in page and "提前结束" in page and "学习" in page
    assert url in client.get(reverse("rivers:actings")).content.decode()
    assert "登记代理" in client.get(reverse("rivers:reach_history", args=[cast.village_reach.pk])).content.decode()
    assert enter(cast.neighbour_clerk).get(url).status_code == 404
    assert enter(cast.system_admin).get(url).status_code in (403, 404)
