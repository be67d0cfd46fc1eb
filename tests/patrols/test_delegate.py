"""请人代巡: for whom, where, how long; what it passes on, and what not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from hezhang.core.parcels.pack import pack_of
from patrols.delegations.facts import walked_by
from patrols.delegations.forms import fit
from patrols.delegations.models import Delegation
from patrols.delegations.services import delegate
from patrols.judgement.facts.duties import duty_of, owed_now
from patrols.judgement.facts.outlook import outlook
from patrols.norms.models import KindRule
from patrols.walks.models import Patrol
from rivers.acting.services import begin_acting, led_by
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint, withdraw
from rivers.registry.models import Reach
from tests.patrols.conftest import WEDNESDAY as TODAY
from tests.patrols.test_stead import walk

pytestmark = pytest.mark.clock("2026-11-25T12:00")  # a Wednesday
DAY = timedelta(days=1)


def test_the_walk_counts_for_the_chief_who_asked(cast, ask):
    [before] = owed_now(cast.village_chief)
    ask()
    walk(cast.patroller, cast.village_reach, TODAY)
    [after] = owed_now(cast.village_chief)
    assert (before.is_met, after.is_met) == (False, True)


def test_not_before_it_was_asked_for_and_not_elsewhere(cast, ask):
    ask(starts_on=TODAY + DAY)
    walk(cast.patroller, cast.village_reach, TODAY)
    walk(cast.patroller, cast.town_reach, TODAY)
    assert not owed_now(cast.village_chief)[0].is_met


@pytest.mark.parametrize(("use", "is_met"), [("counts", True), ("not", False)])
def test_a_district_may_not_count_it(cast, ask, use, is_met):
    KindRule.objects.filter(way="deputed").update(village=use, basis="试行办法第八条")
    assert ask().counts is is_met
    KindRule.objects.filter(way="deputed").update(village="counts" if use == "not" else "not")  # of a later day
    walk(cast.patroller, cast.village_reach, TODAY)
    assert owed_now(cast.village_chief)[0].is_met is is_met
    # For its walker it counts as ever.
    assert Patrol.objects.get().counting == "counts"


def test_a_district_may_do_without(cast, ask, enter):
    KindRule.objects.filter(way="deputed").update(village="unused", basis="试行办法第八条")
    with pytest.raises(Refusal, match="本地不采用代巡（依据：试行办法第八条）"):
        ask()
    page = enter(cast.village_chief).get(reverse("patrols:delegate"))
    assert page.status_code == 422 and "本地不采用代巡" in page.content.decode()


def test_problems_and_tasks_stay_with_the_chief(cast, ask):
    ask()
    tenures = Tenure.objects.led_by(cast.patroller, TODAY)
    assert not tenures.exists()
    assert cast.village_reach not in Reach.objects.of_chief(cast.patroller, TODAY)
    assert cast.village_reach in walked_by(cast.patroller, TODAY)
    assert cast.village_reach not in walked_by(cast.patroller, TODAY + 5 * DAY)


def test_who_was_asked_finds_the_reach_on_the_phone_and_at_home(cast, ask, enter):
    ask()
    here = {one.reach: one.for_whom for one in outlook(cast.patroller).own}
    assert here[cast.village_reach] == "代尚有田巡河，至 2026年11月29日"
    notes = {one["id"]: one["note"] for one in pack_of(cast.patroller, TODAY)["reaches"]}
    assert notes[cast.village_reach.pk] == "代尚有田巡河，至 2026年11月29日"
    client = enter(cast.patroller)
    home = client.get("/").content.decode()
    assert "请您代巡" in home and f"?reach={cast.village_reach.pk}" in home
    assert "代尚有田巡河" in client.get(reverse("patrols:start")).content.decode()
    walk(cast.patroller, cast.village_reach, TODAY)
    receipt = client.get(reverse("patrols:receipt", args=[Patrol.objects.get().pk])).content.decode()
    assert "代尚有田巡河，计入其应巡次数" in receipt


def test_both_read_of_it(cast, ask):
    ask()
    [told] = Message.objects.filter(kind="delegation")
    assert told.user_id == cast.patroller.user_id and "请您代巡" in told.title and "外出开会" in told.body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": TODAY - DAY}, "不能补登"),
        ({"ends_on": TODAY - DAY}, "不能早于代巡起"),
        ({"ends_on": TODAY + 15 * DAY}, "最多 15 天"),
        ({"reason": " "}, "请写明事由"),
        ({"post": "village_chief"}, "不能是本人"),
        ({"post": "village2_chief"}, "不在"),
        ({"post": "clerk"}, "河长或巡河员"),
        ({"reaches": [0]}, "不是所选河段"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast, ask, changes, words):
    facts = {name: cast[value] if name == "post" else value for name, value in changes.items()}
    with pytest.raises(ValidationError, match=words):
        ask(**facts)
    assert not Delegation.objects.exists()


def test_a_fortnight_and_a_day_is_the_longest(ask):
    assert ask(ends_on=TODAY + 14 * DAY).ends_on == TODAY + 14 * DAY


def test_chiefs_alone_and_of_their_own_reaches(cast):
    facts = {"post": cast.patroller, "starts_on": TODAY, "ends_on": TODAY, "reason": "开会"}
    for who in ("patroller", "clerk", "handler", "leader"):
        with pytest.raises(NotAllowed):
            delegate(cast[who], **facts)
    with pytest.raises(ValidationError, match="不是所选河段"):
        delegate(cast.town_chief, reaches=[cast.village_reach.pk], **facts)


def test_one_at_a_time(cast, ask):
    ask()
    with pytest.raises(ValidationError, match="已请巡小舟代巡"):
        ask(starts_on=TODAY + 2 * DAY, post=cast.town_chief)
    ask(starts_on=TODAY + 5 * DAY, ends_on=TODAY + 6 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        one = Delegation.objects.first()
        Delegation.objects.create(
            tenure=one.tenure, post=one.post, starts_on=one.starts_on, ends_on=one.ends_on, reason="x", asked_on=TODAY
        )


def test_not_by_who_is_away(cast, ask):
    days = {"starts_on": TODAY, "ends_on": TODAY + 9 * DAY, "reason": "学习"}
    begin_acting(cast.town_chief, by=cast.clerk, post=cast.county_chief, **days)
    with pytest.raises(ValidationError, match="这段时间也由"):
        ask(post=cast.town_chief)


def test_where_an_acting_begins_later_a_walk_is_one_walk(cast, ask):
    ask(post=cast.town_chief)
    days = {"starts_on": TODAY, "ends_on": TODAY + 9 * DAY, "reason": "学习"}
    begin_acting(cast.village_chief, by=cast.clerk, post=cast.town_chief, **days)
    walk(cast.town_chief, cast.village_reach, TODAY)
    assert duty_of(cast.village_chief, TODAY, TODAY).patrol_count == 1
    with pytest.raises(ValidationError, match="已由乔立本代理"):
        ask(starts_on=TODAY + 6 * DAY, ends_on=TODAY + 7 * DAY)


@pytest.mark.parametrize("who", ["chief", "walker", "tenure"])
def test_it_ends_with_the_tenure_and_with_either_office(cast, ask, who):
    one = ask()
    if who == "tenure":
        facts = {"post": cast.town_chief, "reach": cast.village_reach, "kind": "responsible"}
        appoint(by=cast.clerk, starts_on=TODAY + DAY, **facts)
    else:
        end_post(cast.village_chief if who == "chief" else cast.patroller, TODAY, by=cast.system_admin)
    assert Delegation.objects.with_names().get(pk=one.pk).span == (TODAY, TODAY)
    assert Delegation.objects.current(TODAY).exists() and not Delegation.objects.current(TODAY + DAY).exists()


def test_an_appointment_that_was_a_mistake_goes_with_it(cast):
    facts = {"post": cast.town_chief, "reach": cast.village_reach, "kind": "responsible", "starts_on": TODAY}
    later = appoint(by=cast.clerk, **facts)
    delegate(cast.town_chief, post=cast.patroller, starts_on=TODAY, ends_on=TODAY, reason="开会")
    withdraw(later, by=cast.clerk)
    assert not Delegation.objects.filter(tenure__reach=cast.village_reach).exists()


def test_whom_the_page_offers(cast):
    offered = set(fit(cast.village_chief, list(led_by(cast.village_chief, TODAY, TODAY))))
    assert cast.patroller in offered
    assert not offered & {cast.village_chief, cast.village2_chief, cast.county_chief, cast.clerk}


def test_on_the_page(cast, enter):
    client, address = enter(cast.village_chief), reverse("patrols:delegate")
    assert "计入您的应巡次数" in client.get(address).content.decode()
    sent = {"post": cast.patroller.pk, "starts_on": TODAY, "ends_on": TODAY + DAY, "reason": "<b>开会</b>"}
    assert client.post(address, sent | {"reason": " "}).status_code == 422
    page = client.post(address, sent, follow=True).content.decode()
    assert "已告知代巡人" in page and "&lt;b&gt;开会" in page and "结束代巡" in page
    one = Delegation.objects.get()
    assert client.get(reverse("audit:history", args=["delegation", one.pk])).status_code == 200
    assert "谢绝" in enter(cast.patroller).get(reverse("patrols:delegations")).content.decode()
    assert client.post(address, sent, follow=True).status_code == 422  # twice
    for who, status in (("clerk", 403), ("patroller", 403)):
        assert enter(cast[who]).get(address).status_code == status


def test_the_start_page_leads_there(cast, enter):
    address = reverse("patrols:delegations")
    assert address in enter(cast.village_chief).get(reverse("patrols:start")).content.decode()
    assert address not in enter(cast.patroller).get(reverse("patrols:start")).content.decode()
