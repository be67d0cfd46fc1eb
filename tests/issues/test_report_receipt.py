"""The receipt of a report: a page of its own with number, who takes it up and by when; one address for phone and person."""

from uuid import uuid4

import pytest
from django.urls import reverse

from issues.ledger.models import Issue
from tests.issues import build
from tests.issues.acts import picture

pytestmark = pytest.mark.story_until("2026-11-20")
FETCH = {"X-Requested-With": "fetch"}
URL = "issues:receipt"


def read(client, issue) -> str:
    return client.get(reverse(URL, args=[issue.pk])).content.decode()


def test_a_report_from_the_bank_leads_to_its_receipt_and_tells_a_phone_its_number(cast, enter):
    data = {"reach": cast.village_reach.pk, "text": "岸边倾倒建筑垃圾", "photos": [picture()]}
    told = enter(cast.village_chief).post(reverse("issues:report"), data, headers=FETCH).json()
    issue = Issue.objects.get()
    assert told == {"url": reverse(URL, args=[issue.pk]), "number": issue.number}
    page = read(enter(cast.village_chief), issue)
    assert "问题已上报" in page and issue.number in page
    assert "登记，确定责任单位后交办整改" in page and "登记没有统一期限" in page
    assert reverse("issues:supplement", args=[issue.pk]) in page


def test_the_same_report_again_leads_to_the_same_receipt(cast, enter):
    data = {"reach": cast.village_reach.pk, "text": "岸边倾倒建筑垃圾", "client_id": str(uuid4())}
    client = enter(cast.village_chief)
    first, again = (client.post(reverse("issues:report"), data, headers=FETCH).json() for _ in range(2))
    assert again == first == {"url": reverse(URL, args=[Issue.objects.get().pk]), "number": Issue.objects.get().number}


def test_the_office_goes_on_with_its_problem(cast, enter):
    data = {"river": cast.river.pk, "reach": "", "region": cast.town2.pk, "text": "12345 转来：河面有油污"}
    data |= {"source": "hotline", "severity": "serious", "found_at": "2026-11-20T08:30"}
    told = enter(cast.clerk).post(reverse("issues:report"), data, headers=FETCH).json()
    assert told["url"] == Issue.objects.get().get_absolute_url()


def test_the_office_that_registers_it_is_named(cast, enter):
    issue = build.reported(cast)
    assert f"由{cast.clerk.department.name}登记" in read(enter(issue.reporter), issue)


def test_one_that_waits_for_the_town_chief_names_him_and_his_day(cast, enter):
    issue = build.raised(cast)
    page = read(enter(cast.village_chief), issue)
    assert "桥头镇河长（乔立本）" in page and f"{issue.answer_on.month}月" in page and "没有答复的，转" in page


def test_opened_again_later_it_tells_where_it_stands_by_then(cast, enter):
    issue = build.rectifying(cast)
    page = read(enter(issue.reporter), issue)
    assert "整改中" in page and "整改期限" in page and "登记没有统一期限" not in page


def test_what_has_ended_promises_no_more_news(cast, enter):
    issue = build.closed(cast)
    page = read(enter(issue.reporter), issue)
    assert "已销号" in page and "办到哪一步会发消息告诉您" not in page
    assert reverse("issues:supplement", args=[issue.pk]) not in page


@pytest.mark.parametrize("key", ["clerk", "town_chief", "village2_chief"])
def test_it_is_its_reporters_alone(cast, enter, key):
    issue = build.reported(cast)
    assert issue.reporter != cast[key]
    assert enter(cast[key]).get(reverse(URL, args=[issue.pk])).status_code == 404
