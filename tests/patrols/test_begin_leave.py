"""请假: a period of which more than half is leave is not owed, and is shown as such; entered, ended, taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.excuses.models import Excuse
from patrols.excuses.services import begin_leave, end_leave, take_back_leave
from patrols.judgement.facts.duties import duty_of, owed_now
from rivers.acting.services import begin_acting
from rivers.chiefs.models import Tenure
from tests.patrols.test_duty import Q4

pytestmark = pytest.mark.clock("2026-11-25T12:00")  # a Wednesday
MONDAY, DAY = date(2026, 11, 23), timedelta(days=1)
AFTER = date(2027, 1, 5)


@pytest.fixture
def leave(cast):
    def _leave(**changes) -> Excuse:
        facts = {"starts_on": MONDAY, "ends_on": MONDAY + 9 * DAY, "reason": "病假"}
        return begin_leave(cast.village_chief, by=cast.clerk, **facts | changes)

    return _leave


def test_a_week_away_is_not_owed_and_half_a_week_is(cast, leave):
    before = duty_of(cast.village_chief, Q4.start, Q4.end, today=AFTER).due_count
    leave()  # the whole week of the 23rd, and three days of the next
    duty = duty_of(cast.village_chief, Q4.start, Q4.end, today=AFTER)
    assert duty.due_count == before - 1 and [(one.period.start, one.why) for one in duty.excused] == [(MONDAY, "请假")]
    assert owed_now(cast.village_chief) == []
    assert Message.objects.filter(kind="leave", user=cast.village_chief.user).count() == 1


def test_back_early_the_week_is_owed_again_and_both_are_undone(cast, leave):
    one = leave()
    end_leave(one, MONDAY + 2 * DAY, by=cast.clerk)
    assert len(owed_now(cast.village_chief)) == 1
    assert take_back_leave(one, by=cast.clerk).ends_on == MONDAY + 9 * DAY
    assert owed_now(cast.village_chief) == []
    assert take_back_leave(one, by=cast.clerk) is None
    assert len(owed_now(cast.village_chief)) == 1
    with pytest.raises(Refusal, match="已经撤销"):
        take_back_leave(one, by=cast.clerk)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": MONDAY - DAY}, "不能早于请假起"),
        ({"ends_on": MONDAY + 400 * DAY}, "最长一年"),
        ({"starts_on": MONDAY - 9 * DAY}, "最多补登 7 天"),
    ],
)
def test_days_that_cannot_be_are_refused(leave, changes, words):
    with pytest.raises(ValidationError, match=words):
        leave(**changes)


def test_no_two_leaves_and_none_where_somebody_stands_in(cast, leave):
    leave(ends_on=MONDAY + 3 * DAY)
    with pytest.raises(ValidationError, match="已登记请假"):
        leave(starts_on=MONDAY + 3 * DAY)
    days = {"starts_on": MONDAY + 5 * DAY, "ends_on": MONDAY + 8 * DAY, "reason": "学习"}
    begin_acting(cast.village_chief, by=cast.clerk, post=cast.town_chief, **days)
    with pytest.raises(ValidationError, match="已由乔立本代理"):
        leave(starts_on=MONDAY + 4 * DAY)


def test_only_the_office_of_the_place(cast, leave, enter):
    one = leave()
    for who, status in (("village_chief", 403), ("neighbour_clerk", 404)):
        client = enter(cast[who])
        assert client.post(reverse("patrols:end_leave", args=[one.pk])).status_code == status
        assert client.get(reverse("patrols:begin_leave", args=[cast.village_chief.pk])).status_code == status
    with pytest.raises(NotAllowed):
        begin_leave(cast.village_chief, by=cast.neighbour_clerk, starts_on=MONDAY, ends_on=MONDAY, reason="x")


def test_the_pages(cast, enter):
    client, address = enter(cast.clerk), reverse("patrols:begin_leave", args=[cast.village_chief.pk])
    sent = {"starts_on": "2026-11-23", "ends_on": "2026-11-29", "reason": "<i>病假</i>"}
    assert client.post(address, sent | {"reason": " "}).status_code == 422
    page = client.post(address, sent, follow=True).content.decode()
    assert "已登记请假" in page
    assert "&lt;i&gt;病假" in client.get(reverse("patrols:leaves")).content.decode()
    one = Excuse.objects.get()
    page = client.post(reverse("patrols:end_leave", args=[one.pk]), {"on": "2026-11-25"}, follow=True).content.decode()
    assert "已提前销假" in page
    client.post(reverse("patrols:take_back_leave", args=[one.pk]))
    assert client.get(reverse("audit:history", args=["leave", one.pk])).status_code == 200
    Excuse.objects.update(starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 22))
    page = client.get(reverse("patrols:duty_chief", args=[cast.village_chief.pk]), {"span": "2026-q4"}).content.decode()
    assert "登记请假" in page and page.count(">请假<") + page.count("请假</span>") >= 1


def test_where_there_is_no_chief_the_board_says_vacant(cast, enter):
    Tenure.objects.filter(reach=cast.village_reach).update(ends_on=date(2026, 11, 1))
    page = enter(cast.clerk).get(reverse("patrols:duty"), {"span": "2026-q4"}).content.decode()
    assert "空缺 1 段" in page
