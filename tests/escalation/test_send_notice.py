"""发出督办: numbered without a gap, once, about what a unit has in hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.kernel.words import day_words
from hezhang.core.notify.models import Message
from issues.escalation import services
from issues.escalation.models import Notice, NoticeRule, NoticeSeries
from tests.escalation.notices import late, sent, told
from tests.issues import build
from tests.issues.at_once import at_once
from tests.issues.papers import said

URL = "/issues/notices/send/"


def test_by_the_page_from_the_suggestion(cast, enter):
    issue, client = late(cast, 8), enter(cast.clerk)
    panel = client.get(reverse("issues:of_issue", args=[issue.pk])).content.decode()
    assert "建议发出督办单" in panel and "已超期 8 天（满 7 天起建议）" in panel and "拟发督办单" in panel
    page = client.get(f"{URL}?issue={issue.pk}").content.decode()
    assert "已超期 8 天" in page and "澄江区水利局" in page
    once = uuid4()
    form = told(once=once) | {"reply_by": told()["reply_by"].isoformat()}
    answers = [client.post(f"{URL}?issue={issue.pk}", form) for _ in range(2)]
    notice, year = Notice.objects.get(), timezone.localdate().year
    assert [answer["Location"] for answer in answers] == [notice.get_absolute_url()] * 2
    assert (notice.number, notice.unit, notice.state) == (f"河长办督〔{year}〕1号", cast.bureau, "sent")
    told_users = set(Message.objects.filter(kind="notice.send_notice").values_list("user", flat=True))
    assert told_users >= {cast.handler.user_id, cast.village_chief.user_id}
    assert "建议发出" not in client.get(reverse("issues:of_issue", args=[issue.pk])).content.decode()


def test_the_paper(cast, enter):
    notice = sent(cast)
    text = said(enter(cast.handler).get(reverse("issues:notice_paper", args=[notice.pk]) + "?form=docx"))
    for words in ("澄江区河长制办公室", notice.number, "关于澄溪上桥村段“乱堆”问题的督办单", "澄江区水利局：", "立即清运",
                  f"请于{day_words(notice.reply_by)}前答复。", "抄送：责任河长尚有田。"):  # fmt: skip
        assert words in text, words
    assert enter(cast.neighbour_clerk).get(reverse("issues:notice_paper", args=[notice.pk])).status_code == 404
    assert enter(cast.town_handler).get(reverse("issues:notice_paper", args=[notice.pk])).status_code == 404


def test_one_of_a_kind_at_a_time(cast):
    notice = sent(cast)
    with pytest.raises(Refusal, match="还没有办结"):
        sent(cast, notice.issue)
    assert sent(cast, notice.issue, kind="talk").number.startswith("河长办约")
    services.withdraw_notice(notice, by=cast.clerk, words="重发")
    assert sent(cast, notice.issue).number.endswith("2号")


@pytest.mark.parametrize(("state", "words"), [("registered", "请先交办"), ("closed", "不能督办")])
def test_only_about_what_a_unit_has_in_hand(cast, state, words):
    with pytest.raises(Refusal, match=words):
        sent(cast, build.AT[state](cast))
    assert not NoticeSeries.objects.exists()


def test_who_may(cast, enter):
    issue = build.rectifying(cast)
    for member in ("handler", "village_chief", "leader"):
        assert enter(cast[member]).get(f"{URL}?issue={issue.pk}").status_code == 403
        with pytest.raises(NotAllowed):
            services.send_notice(issue, by=cast[member], **told())
    assert enter(cast.neighbour_clerk).get(f"{URL}?issue={issue.pk}").status_code == 404
    with pytest.raises(NotAllowed):
        services.send_notice(issue, by=cast.neighbour_clerk, **told())
    for forged in ("", "0", "x", "9" * 40, "²"):
        assert enter(cast.clerk).get(f"{URL}?issue={forged}").status_code == 404


def test_days_and_missing_words_are_said_at_their_fields(cast, enter):
    issue, client = build.rectifying(cast), enter(cast.clerk)
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    for changed, words in (({"reply_by": past}, "不能早于今天"), ({"demand": ""}, "demand"), ({"kind": "x"}, "kind")):
        form = {**told(), "reply_by": told()["reply_by"].isoformat(), **changed}
        answer = client.post(f"{URL}?issue={issue.pk}", form)
        assert answer.status_code == 422 and words in answer.content.decode() and "已超期" in answer.content.decode()


def test_what_fails_takes_no_number(cast):
    with pytest.raises(RuntimeError), transaction.atomic():
        sent(cast)
        raise RuntimeError("the transaction is lost")
    assert sent(cast).number.endswith("〕1号")


def test_an_office_without_a_rule_is_told_where_to_add_one(cast):
    NoticeRule.objects.filter(kind="supervise").delete()
    with pytest.raises(ValidationError, match="参数设置"):
        sent(cast)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_twin_at_once(cast):
    found = [build.rectifying(cast) for _ in range(4)]
    at_once(*(lambda one=one: sent(cast, one) for one in found))
    numbers = sorted(int(number.split("〕")[1][:-1]) for number in Notice.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once_is_one(cast):
    issue = build.rectifying(cast)
    results = at_once(*(lambda: sent(cast, issue) for _ in range(2)))
    assert Notice.objects.count() == 1 and sum(isinstance(one, Refusal) for one in results) == 1
