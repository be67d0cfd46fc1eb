"""补充 by hand: what the walker remembers after handing in, days later even; and the receipt from which it is one tap."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from issues.models import Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Patrol, Supplement
from patrols.walks.services import add_to_patrol
from tests.issues.acts import picture


def address(patrol: Patrol) -> str:
    return reverse("patrols:add_to_patrol", args=[patrol.pk])


def test_words_are_added_and_the_record_stays(walk, cast, enter):
    patrol = walk(note="水清").patrol
    stored = Patrol.objects.values().get()
    answer = enter(cast.village_chief).post(address(patrol), {"note": "忘了说：桥下有人钓鱼"}, follow=True)
    assert "已补充到这次巡河" in answer.text and "桥下有人钓鱼" in answer.text
    assert Patrol.objects.values().get() == stored
    assert Supplement.objects.get().facts == {"note": "忘了说：桥下有人钓鱼"}
    assert Entry.objects.filter(action="patrol.supplement").count() == 1


def test_what_was_seen_is_added_with_its_photo_and_becomes_a_problem(walk, cast, enter):
    patrol = walk().patrol
    item = CheckItem.objects.get(name="污水直排")
    told = {"item": item.pk, "state": "open", "text": "桥东管口排污水", "photos": [picture()]}
    assert enter(cast.village_chief).post(address(patrol), told).status_code == 302
    finding = patrol.findings.get()
    assert finding.supplement.number == 1 and finding.photos.count() == 1
    assert Issue.objects.get().text.endswith("桥东管口排污水")


def test_the_same_again_is_not_doubled(walk, cast, enter):
    patrol, client = walk().patrol, enter(cast.village_chief)
    for said in ("已补充到这次巡河", "没有重复补充"):
        assert said in client.post(address(patrol), {"note": "桥下有人钓鱼"}, follow=True).text
    assert Supplement.objects.count() == 1


def test_a_walk_of_more_than_a_day_is_added_to_as_well(walk, cast):
    patrol = walk(is_long=True).patrol
    Patrol.objects.update(started_at=patrol.ended_at - timedelta(hours=30))
    patrol.refresh_from_db()
    assert add_to_patrol(patrol, by=cast.village_chief, note="补一句", at=patrol.submitted_at)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "还没有填写要补充的内容"),
        ({"text": "桥东有垃圾"}, "请选一个类型"),
        ({"note": "长" * 501}, "500"),
        ({"item": "9999999"}, "选择"),
    ],
    ids=["nothing", "words of no kind", "too long", "no such kind"],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(walk, cast, enter, told, words):
    answer = enter(cast.village_chief).post(address(walk().patrol), told)
    assert answer.status_code == 422 and words in answer.text
    assert all(typed in answer.text for name, typed in told.items() if name != "item")
    assert not Supplement.objects.exists()


def test_it_is_the_walkers_own(walk, cast, enter):
    patrol = walk().patrol
    assert enter(cast.village2_chief).get(address(patrol)).status_code == 404
    assert enter(cast.town_chief).post(address(patrol), {"note": "代写"}).status_code == 403
    with pytest.raises(NotAllowed, match="本人"):
        add_to_patrol(patrol, by=cast.town_chief, note="代写", at=patrol.submitted_at)
    assert "补充内容" not in enter(cast.clerk).get(patrol.get_absolute_url()).text


def test_the_receipt_tells_the_period_what_comes_of_it_and_where_to_go_on(walk, cast, enter, seen):
    client = enter(cast.village_chief)
    assert "还没有巡过" in client.get(reverse("patrols:start")).text
    patrol = walk(findings=[seen(), seen(text="又一处", state="settled")]).patrol
    page = client.get(reverse("patrols:receipt", args=[patrol.pk])).text
    assert "这次巡河已提交" in page and "本周已完成" in page
    assert "1 处发现已上报" in page and "1 处当场解决" in page
    assert address(patrol) in page and "回首页" in page


def test_nothing_found_is_a_normal_result_on_the_receipt(walk, cast, enter):
    page = enter(cast.village_chief).get(reverse("patrols:receipt", args=[walk().patrol.pk])).text
    assert "没有发现问题也是正常结果" in page


def test_the_receipt_is_the_walkers_own(walk, cast, enter):
    address = reverse("patrols:receipt", args=[walk().patrol.pk])
    assert enter(cast.town_chief).get(address).status_code == 404
    assert enter(cast.clerk).get(address).status_code == 403
