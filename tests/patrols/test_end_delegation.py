"""结束代巡: by the chief, by who was asked, by the office; what was walked stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.delegations.models import Delegation
from patrols.delegations.services import end_delegation
from patrols.judgement.facts.duties import owed_now
from tests.patrols.conftest import WEDNESDAY as TODAY
from tests.patrols.test_stead import walk

pytestmark = pytest.mark.clock("2026-11-25T12:00")
DAY = timedelta(days=1)


@pytest.mark.parametrize("who", ["village_chief", "patroller", "clerk"])
def test_what_nobody_has_walked_by_goes_and_the_others_are_told(cast, ask, who):
    one, number = (made := ask()), made.pk
    assert end_delegation(one, by=cast[who]) is None
    assert not Delegation.objects.exists()
    told = set(Message.objects.filter(kind="delegation", key__contains=":back:").values_list("user_id", flat=True))
    assert told == {cast.village_chief.user_id, cast.patroller.user_id} - {cast[who].user_id}
    kept = Entry.objects.filter(action="delegation.end_delegation", object_id=str(number)).get()
    assert kept.post_id == cast[who].pk
    ask()  # and asked for again


def test_what_was_walked_by_stays_and_counts(cast, ask):
    one = ask()
    walk(cast.patroller, cast.village_reach, TODAY)
    assert end_delegation(one, by=cast.village_chief).ends_on == TODAY
    assert owed_now(cast.village_chief)[0].is_met
    with pytest.raises(Refusal, match="已经巡过"):
        end_delegation(one, by=cast.village_chief)
    with pytest.raises(NotAllowed, match="已经结束"):
        end_delegation(one, by=cast.patroller, today=TODAY + DAY)


def test_a_walk_of_before_it_is_none_of_its(cast, ask):
    walk(cast.patroller, cast.village_reach, TODAY - timedelta(days=3))
    assert end_delegation(ask(), by=cast.village_chief) is None


@pytest.mark.parametrize("who", ["neighbour_clerk", "town_chief", "leader"])
def test_nobody_else(cast, ask, who):
    with pytest.raises(NotAllowed):
        end_delegation(ask(), by=cast[who])


def test_twice_at_once_the_second_reads_why(cast, ask, enter):
    one = ask()
    end_delegation(one, by=cast.patroller)
    with pytest.raises(Refusal, match="已经取消"):
        end_delegation(one, by=cast.village_chief)
    assert enter(cast.village_chief).post(reverse("patrols:end_delegation", args=[one.pk])).status_code == 404


def test_on_the_page(cast, ask, enter):
    one = ask()
    page = enter(cast.patroller).post(reverse("patrols:end_delegation", args=[one.pk]), follow=True).content.decode()
    assert "代巡已取消" in page
    assert enter(cast.neighbour_clerk).post(reverse("patrols:end_delegation", args=[one.pk])).status_code == 404
