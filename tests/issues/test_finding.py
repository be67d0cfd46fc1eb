"""A patrol's finding becomes an issue without anything being typed twice."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.notify.models import Message
from issues.ledger import services
from issues.ledger.choices import Source, State
from issues.ledger.models import Category, Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, Supplement
from patrols.walks.services import FindingIn, submit_patrol
from patrols.walks.signals import finding_recorded
from tests.issues import build
from tests.issues.build import finding


def test_finding_is_taken_up_whole(cast):
    row = finding(cast)
    finding_recorded.send(sender=Finding, finding=row, at=timezone.now())
    issue = Issue.objects.get()
    assert issue.text == f"{row.item.name}：约两方"
    assert (issue.finding, issue.source, issue.reporter) == (row, Source.PATROL, cast.village_chief)
    assert (issue.reach, issue.river, issue.region) == (cast.village_reach, cast.river, cast.village)
    assert (issue.lat, issue.lng, issue.accuracy_m) == (30.1, 120.2, 12)
    assert issue.found_at == row.patrol.ended_at
    assert issue.evidence.get().upload == row.photos.get().upload


def test_finding_is_taken_up_once(cast):
    row = finding(cast)
    first = services.report_finding(row)
    finding_recorded.send(sender=Finding, finding=row, at=timezone.now())
    assert services.report_finding(row) == first
    assert Issue.objects.count() == 1


# ── The walk is sent again with more in it: what is told of the finding reaches its issue ──
@pytest.fixture
def told(cast):
    """The village chief hands in one walk with one finding, each time with these changes."""
    now, client_id = timezone.now(), uuid.uuid4()
    item = CheckItem.objects.get(name="生活垃圾")

    def _told(text="一堆", photos=(), **changes):
        return submit_patrol(
            by=cast.village_chief,
            client_id=client_id,
            reach=cast.village_reach,
            started_at=now - timedelta(minutes=30),
            ended_at=now - timedelta(minutes=10),
            findings=[FindingIn(item, text=text, photos=photos, **changes)],
        )

    return _told


def test_words_and_photos_added_to_a_finding_are_a_step_of_its_issue_and_the_office_is_told(cast, told, enter):
    one, two = build.photo(cast.village_chief), build.photo(cast.village_chief)
    told(photos=[one])
    for _ in range(2):  # sent twice it is one step
        told("一堆，发臭", photos=[one, two], state="settled", measure="已清走一半")
    step = Issue.objects.get().transitions.get(verb="supplement")
    assert step.words == "处理：当场解决\n情况描述：一堆，发臭\n当场措施：已清走一半"
    assert (step.post, step.evidence.get().upload, step.to_state) == (cast.village_chief, two, State.RAISED)
    assert set(Message.objects.filter(kind="issue.supplement").values_list("user__name", flat=True)) == {
        cast.clerk.user.name, cast.head.user.name, cast.town_chief.user.name,
    }  # fmt: skip
    page = enter(cast.clerk).get(Issue.objects.get().get_absolute_url()).content.decode()
    assert "一堆，发臭" in page and "补充情况" in page


def test_photos_alone_are_a_step_too_and_the_unit_does_not_learn_who_added_them(cast, told, enter):
    told()
    issue = Issue.objects.get()
    services.register(issue, cast.clerk, category=Category.objects.first(), severity="minor", track="term")
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运")
    told(photos=[build.photo(cast.village_chief)])
    assert issue.transitions.get(verb="supplement").words == "补充照片 1 张"
    page = enter(cast.handler).get(issue.get_absolute_url()).content.decode()
    assert "补充照片 1 张" in page and cast.village_chief.user.name not in page.split('class="timeline"')[1]


def test_of_an_issue_that_has_ended_the_office_is_told_and_the_supplement_stands(cast, told):
    receipt = told()
    issue = Issue.objects.get()
    services.reject(issue, cast.clerk, words="现场没有")
    told("一堆，发臭")
    assert Supplement.objects.get().facts == {"1.text": "一堆，发臭"}
    assert not issue.transitions.filter(verb="supplement").exists()
    words = Message.objects.filter(kind="issue.supplement").values_list("body", "url")
    assert set(words) == {("情况描述：一堆，发臭", receipt.patrol.get_absolute_url())}


def test_of_what_was_settled_on_the_spot_nobody_hears(told):
    told(state="settled")
    told("一堆，已清", state="settled")
    assert Supplement.objects.exists() and not Issue.objects.exists() and not Message.objects.exists()
