"""撤回复核: the walk stands as it stood before, and both words stay on its record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from patrols.walks.models import Patrol, Review
from patrols.walks.services import recall, review


@pytest.fixture
def reviewed(walk, cast):
    now = timezone.now()
    patrol = walk(started_at=now - timedelta(hours=25), ended_at=now - timedelta(minutes=1), is_long=True).patrol
    review(patrol, by=cast.clerk, counting="not", reason="当日没有巡河")
    return patrol


def test_it_stands_as_before_and_is_told_and_journalled(cast, reviewed):
    row = recall(reviewed, by=cast.head)
    assert (reviewed.counting, reviewed.counting_why) == ("review", "时长超过 24 小时，请河长办核对开始时间。")
    assert row.recalled_by == cast.head
    entry = Entry.objects.get(action="patrol.recall")
    assert (entry.user, entry.before, entry.after) == (
        cast.head.user, {"counting": "not"}, {"counting": "review"},
    )  # fmt: skip
    assert Message.objects.get(kind="patrol.recall").body == "复核已撤回，现为“待复核”。"


def test_once_only(cast, reviewed):
    recall(reviewed, by=cast.clerk)
    with pytest.raises(NotAllowed, match="没有可撤回"):
        recall(reviewed, by=cast.clerk)


@pytest.mark.parametrize("who", ["village_chief", "leader", "neighbour_clerk", "handler"])
def test_only_the_office_of_the_place(cast, reviewed, enter, who):
    with pytest.raises(NotAllowed):
        recall(reviewed, by=cast[who])
    status = enter(cast[who]).post(f"/patrols/{reviewed.pk}/recall/").status_code
    assert status == (404 if who == "neighbour_clerk" else 403)
    assert not Review.objects.exclude(recalled_at=None).exists()


def test_on_the_page_both_words_stay(cast, reviewed, enter):
    client = enter(cast.clerk)
    assert client.get(f"/patrols/{reviewed.pk}/recall/").status_code == 405
    page = client.post(f"/patrols/{reviewed.pk}/recall/", follow=True).content.decode()
    assert "当日没有巡河" in page and "撤回了这次复核" in page and f"/patrols/{reviewed.pk}/review/" in page
    client.post(f"/patrols/{reviewed.pk}/review/", {"counting": "counts", "reason": "有照片为证"})
    page = client.get(reviewed.get_absolute_url()).content.decode()
    assert "当日没有巡河" in page and "有照片为证" in page
    assert Patrol.objects.get().counting == "counts"
