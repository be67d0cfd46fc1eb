"""本期还没巡, and 催办: whoever answers for a chief sees while there is time who has not walked, and sends one word a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.judgement.facts.duties import owed_now, owing_now
from patrols.judgement.facts.lagging import lacking_words, lagging
from patrols.judgement.services import remind

LAGGING = reverse("patrols:lagging")


def names(cast, post) -> set[str]:
    found = lagging(post, timezone.localdate())
    return {duty.post.user.name for town in found.towns for duty in town.lagging}


def test_for_many_at_once_it_is_what_each_owes(cast, walk):
    walk()
    today = timezone.localdate()
    told = {duty.post_id: duty for duty in owing_now(cast.county, today)}
    for key in ("county_chief", "town_chief", "village_chief", "village2_chief"):
        mine = owed_now(cast[key], today)
        assert [(one.period, one.times_walked) for one in told[cast[key].pk].due] == [
            (one.period, one.times_walked) for one in mine
        ]


def test_who_has_walked_is_no_longer_there(cast, walk):
    name = cast.village_chief.user.name
    assert name in names(cast, cast.town_chief)
    walk()
    assert name not in names(cast, cast.town_chief)


def test_the_own_duty_and_the_neighbours_are_not_listed(cast):
    found = names(cast, cast.town_chief)
    assert cast.town_chief.user.name not in found and cast.county_chief.user.name not in found


def test_the_same_queries_however_many(cast, django_assert_max_num_queries, enter):
    client = enter(cast.county_chief)
    with django_assert_max_num_queries(15):
        assert client.get(LAGGING).status_code == 200


def test_a_word_is_sent_and_told_to_whom_it_concerns(cast, enter):
    answer = enter(cast.town_chief).post(reverse("patrols:remind", args=[cast.village_chief.pk]), follow=True)
    assert f"已催办{cast.village_chief.user.name}" in answer.text
    message = Message.objects.get(user=cast.village_chief.user)
    assert "本周还需 1 次" in message.title and cast.town_chief.user.name in message.why
    assert Entry.objects.filter(action="patrol.remind").count() == 1


def test_once_a_day_whoever_sends_it(cast):
    now = timezone.now()
    words = lacking_words(cast.village_chief, timezone.localdate())
    remind(cast.village_chief, words, by=cast.town_chief, at=now)
    with pytest.raises(Refusal, match="今天已经催办过"):
        remind(cast.village_chief, words, by=cast.clerk, at=now)
    assert Message.objects.count() == Entry.objects.filter(action="patrol.remind").count() == 1
    remind(cast.village_chief, words, by=cast.clerk, at=now + timedelta(days=1))
    assert Message.objects.count() == 2


def test_who_has_walked_is_not_reminded(cast, walk, enter):
    walk()
    answer = enter(cast.town_chief).post(reverse("patrols:remind", args=[cast.village_chief.pk]), follow=True)
    assert "不用催办" in answer.text and not Message.objects.exists()


def test_by_those_alone_who_answer_for_the_chief(cast, enter):
    with pytest.raises(NotAllowed):
        remind(cast.village_chief, "还需 1 次", by=cast.village2_chief)
    with pytest.raises(NotAllowed):
        remind(cast.town_chief, "还需 1 次", by=cast.town_chief)
    assert enter(cast.village2_chief).post(reverse("patrols:remind", args=[cast.village_chief.pk])).status_code == 404
    assert enter(cast.handler).get(LAGGING).status_code == 403
