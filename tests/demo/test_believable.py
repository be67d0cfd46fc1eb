"""What a visitor would take for made by a machine: looked for in the whole district, at each of the two moments."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from assessment.rounds.models import Round
from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.models import Message
from hezhang.portal.demo import waiting
from issues.ledger.models import Issue, IssueTransition
from patrols.walks.models import Finding, Patrol
from rivers.registry.models import Reach
from rivers.water.models import Section, SectionMonth

# The mark makes pytest-django set up a database of its own even when these files are run alone.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]


def _local(moments) -> list[datetime]:
    return [timezone.localtime(moment) for moment in moments]


def _overdue():
    return Issue.objects.overdue_on(timezone.localdate()).select_related("unit", "region")


def test_patrols_do_not_come_in_heaps(district):
    started = _local(Patrol.objects.values_list("started_at", flat=True))
    at_once = Counter(one.replace(second=0) for one in started)
    assert max(at_once.values()) <= 5
    newest = Patrol.objects.order_by("-started_at")[:25]
    assert len({one.started_at for one in newest}) == 25
    assert len({one.minutes for one in newest}) >= 10
    assert max(Counter(one.minutes for one in newest).values()) <= 6


def test_offices_work_in_office_hours(district):
    calendar = Calendar.load()
    moments = _local(IssueTransition.objects.exclude(verb__in=["report", "raise"]).values_list("at", flat=True))
    assert all(calendar.is_workday(at.date()) and time(8, 30) <= at.time() <= time(17, 30) for at in moments)
    assert all(time(6, 30) <= at.time() <= time(20) for at in _local(Issue.objects.values_list("found_at", flat=True)))
    assert max(Counter(at.replace(second=0, microsecond=0) for at in moments).values()) <= 4


def test_a_handful_is_overdue(district):
    late, today = list(_overdue()), timezone.localdate()
    assert len(waiting.OVERDUE) <= len(late) <= len(waiting.OVERDUE) + 2
    assert len({one.region_id[:9] for one in late}) >= 4
    assert len({today - one.due_on for one in late}) >= 5
    assert {one.state for one in late} == {"dispatched", "rectifying"}
    for key in ("zhenban", "shuiliju"):
        assert sum(one.unit_id == Post.objects.get(user__username=key).department_id for one in late) == 2
    assert any(one.days_late for one in Issue.objects.open().filter(state="applied"))


def test_some_are_due_in_the_next_days(district):
    today = timezone.localdate()
    soon = Issue.objects.open().filter(due_sort__range=(today, today + timedelta(days=3)))
    assert soon.count() >= len(waiting.DUE_SOON)


def test_those_who_are_late_have_been_told(district):
    yesterday = timezone.localdate() - timedelta(days=1)
    for issue in _overdue().filter(due_on__lt=yesterday):
        told = Message.objects.filter(kind="issue.remind", url=issue.get_absolute_url(), title__contains="逾期")
        assert told.filter(user__posts__department=issue.unit).exists(), issue
        assert told.filter(user__username="hezhangban").exists(), issue
    at = _local(Message.objects.filter(kind="issue.remind").values_list("created_at", flat=True))
    assert {one.time() for one in at} == {time(8)}


def test_descriptions_read_as_written_by_people(district):
    texts = list(Issue.objects.values_list("text", flat=True))
    assert not [text for text in texts if text.startswith("其他问题") or "{" in text]
    assert max(Counter(texts).values()) <= 4
    assert len(set(texts)) > 0.85 * len(texts)


def test_only_what_one_can_settle_is_settled_on_the_spot(district):
    settled = Finding.objects.filter(state="settled")
    assert 0.15 < settled.count() / Finding.objects.count() < 0.5
    assert not settled.filter(item__name__in=["污水直排", "建筑物运行异常", "涉水违章建（构）筑物"]).exists()
    assert settled.values("measure").distinct().count() >= 5


def test_the_registry_has_its_faults(district):
    today = timezone.localdate()
    assert 1 <= Reach.objects.without_chief().count() <= 4
    villages = Region.objects.filter(tier="village").values_list("name", flat=True)
    assert len(set(villages)) == len(villages)
    assert Section.objects.values("region").distinct().count() == 10
    last = SectionMonth.objects.latest("month").month
    assert date(last.year, last.month, 1) < today.replace(day=1)
    assert SectionMonth.objects.filter(water_class__gte=4).exists()


def test_entries_by_hand_are_made_on_working_days(district):
    calendar = Calendar.load()
    entries = [entry for round_ in Round.objects.all() for entry in round_.entries.all()]
    assert len(entries) >= 15
    assert all(calendar.is_workday(entry.day) and entry.day < timezone.localdate(entry.entered_at) for entry in entries)
