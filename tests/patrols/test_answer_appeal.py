"""申诉: made of a walk or a missed period, answered within its workdays, told, undone once; wrong role, place, time, twice."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.appeals.models import Appeal, AppealTerm
from patrols.appeals.services import answer_appeal, appeal_period, appeal_walk, undo_answer
from patrols.excuses.models import Excuse
from patrols.judgement.facts.duties import duty_of
from patrols.walks.models import Patrol
from patrols.walks.services import review

pytestmark = pytest.mark.clock("2026-11-25T12:00")  # a Wednesday
WEEK = (date(2026, 11, 16), date(2026, 11, 22))


@pytest.fixture
def short(walk):
    """A walk below the threshold."""
    patrol = walk().patrol
    Patrol.objects.update(counting="not", counting_why="时长 3 分钟")
    patrol.refresh_from_db()
    return patrol


@pytest.fixture
def missed(cast):
    return lambda reason="汛期抢险": appeal_period(*WEEK, None, by=cast.village_chief, reason=reason)


def quarter(cast):
    return duty_of(cast.village_chief, date(2026, 10, 1), date(2026, 12, 31))


def test_a_walk_counts_after_all_and_does_not_once_the_answer_is_undone(cast, short):
    one = appeal_walk(short, by=cast.village_chief, reason="手机没电，确实巡了")
    assert one.due_on == date(2026, 12, 2)  # five working days
    answer_appeal(one, by=cast.clerk, answer="counts", words="有村民作证")
    assert Patrol.objects.get().counting == "counts"
    assert Message.objects.get(kind="appeal").user == cast.village_chief.user
    undo_answer(one, by=cast.head)
    assert (Patrol.objects.get().counting, Appeal.objects.get().state) == ("not", "waiting")
    answer_appeal(one, by=cast.clerk, answer="not", words="没有依据")
    with pytest.raises(NotAllowed, match="只能撤销一次"):
        undo_answer(one, by=cast.clerk)
    acts = ["make_appeal", "answer_appeal", "undo_answer", "answer_appeal"]
    made = Entry.objects.filter(action__startswith="appeal.").order_by("id").values_list("action", flat=True)
    assert list(made) == [f"appeal.{act}" for act in acts]


def test_what_was_declined_before_is_turned(cast, short):
    review(short, by=cast.clerk, counting="not", reason="看着不像")
    answer_appeal(
        appeal_walk(short, by=cast.village_chief, reason="有照片"), by=cast.head, answer="counts", words="属实"
    )
    assert Patrol.objects.get().counting == "counts"


def test_a_period_that_is_excused_is_not_owed(cast, missed):
    before = quarter(cast)
    one = missed()
    answer_appeal(one, by=cast.clerk, answer="excused", words="抢险属实")
    after = quarter(cast)
    assert after.due_count == before.due_count - 1 and [each.why for each in after.excused] == ["免予要求"]
    undo_answer(one, by=cast.clerk)
    assert quarter(cast).due_count == before.due_count and not Excuse.objects.exists()


def test_only_what_was_missed_and_in_time_and_once(cast, missed, short):
    with pytest.raises(Refusal, match="没有记为未巡"):
        appeal_period(date(2026, 11, 23), date(2026, 11, 29), None, by=cast.village_chief, reason="还没到")
    missed()
    with pytest.raises(Refusal, match="已经申诉过"):
        missed()
    AppealTerm.objects.update(days=1)
    with pytest.raises(Refusal, match="1 天的申诉期限"):
        appeal_period(date(2026, 11, 9), date(2026, 11, 15), None, by=cast.village_chief, reason="晚了")
    with pytest.raises(Refusal) as refused:
        appeal_walk(short, by=cast.village_chief, reason=" ")
    assert "reason" in refused.value.fields


def test_who_may(cast, missed, short, enter):
    one = missed()
    with pytest.raises(NotAllowed, match="本人的巡河"):
        appeal_walk(short, by=cast.village2_chief, reason="x")
    for who, status in (("village_chief", 403), ("leader", 403), ("neighbour_clerk", 404)):
        sent = {"answer": "excused", "words": "可以"}
        assert enter(cast[who]).post(reverse("patrols:answer_appeal", args=[one.pk]), sent).status_code == status
        assert enter(cast[who]).post(reverse("patrols:undo_answer", args=[one.pk])).status_code == status
    assert Appeal.objects.get().state == "waiting"


def test_who_was_slower_is_told_so(cast, missed):
    one = missed()
    answer_appeal(one, by=cast.head, answer="not", words="没有依据")
    with pytest.raises(Refusal, match="已答复为“维持原结论”") as refused:
        answer_appeal(one, by=cast.clerk, answer="excused", words="可以")
    assert refused.value.status == 409


def test_a_walks_answer_is_no_periods(cast, missed):
    with pytest.raises(Refusal) as refused:
        answer_appeal(missed(), by=cast.clerk, answer="counts", words="可以")
    assert "answer" in refused.value.fields


def test_the_pages(cast, short, enter):
    chief, clerk = enter(cast.village_chief), enter(cast.clerk)
    own = chief.get(reverse("patrols:duty_chief", args=[cast.village_chief.pk]), {"span": "2026-q4"}).content.decode()
    assert "申诉</a>" in own
    address = reverse("patrols:appeal_period")
    assert chief.get(address, {"first": "x"}).status_code == 404
    sent = {"first": "2026-11-16", "last": "2026-11-22", "reach": "", "reason": "<b>抢险</b>"}
    page = chief.post(address, sent, follow=True).content.decode()
    assert "申诉已提交" in page and "&lt;b&gt;抢险" in page and "待答复" in page
    assert chief.post(address, sent).status_code == 409
    assert reverse("patrols:appeal_walk", args=[short.pk]) in chief.get(short.get_absolute_url()).content.decode()
    assert (
        "申诉已提交"
        in chief.post(
            reverse("patrols:appeal_walk", args=[short.pk]), {"reason": "确实巡了"}, follow=True
        ).content.decode()
    )
    assert "待答复巡河申诉" in clerk.get("/").content.decode()
    assert "抢险" in clerk.get(reverse("patrols:appeals")).content.decode()
    one = Appeal.objects.get(patrol=None)
    answer = reverse("patrols:answer_appeal", args=[one.pk])
    assert clerk.post(answer, {"answer": "excused", "words": " "}).status_code == 422
    assert "已答复" in clerk.post(answer, {"answer": "excused", "words": "属实"}, follow=True).content.decode()
    assert "可以重新答复" in clerk.post(reverse("patrols:undo_answer", args=[one.pk]), follow=True).content.decode()


def test_what_was_not_answered_in_time_is_listed(cast, missed, enter):
    missed()
    Appeal.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "汛期抢险" in enter(cast.clerk).get(reverse("patrols:appeals"), {"tab": "overdue"}).content.decode()
