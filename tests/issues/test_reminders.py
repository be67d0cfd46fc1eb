"""Reminders: reckoned from dates, once for ever, no storm after a standstill."""

import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.notify.models import Message, Outbox
from issues.clocks.choices import Severity
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.reminders import services as reminders
from issues.reminders.models import ReminderRule
from rivers.chiefs.models import Tenure
from rivers.heads.services import appoint_head
from tests.cast import _post
from tests.issues import build
from tests.races.forked import all_at_once


def on(issue, days):
    """The moment that lies so many days after the issue's due date."""
    return timezone.now() + timedelta(days=(issue.due_on - timezone.localdate()).days + days)


def heard(since=0):
    """(user name, text) of the reminders so far."""
    rows = Message.objects.filter(kind="issue.remind").order_by("id").select_related("user")
    return [(row.user.username, row.title.split("：")[0]) for row in rows][since:]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-4, []),
        (-3, [("handler", "整改时限还有 3 天")]),
        (0, [("handler", "整改时限今天到期")]),
        (1, [("clerk", "责任单位整改已逾期"), ("handler", "整改已逾期"), ("head", "责任单位整改已逾期")]),
    ],
)
def test_the_day_decides_who_hears_what(cast, day, expected):
    issue = build.rectifying(cast)
    reminders.remind(on(issue, day))
    assert sorted(heard()) == expected


def test_the_chief_hears_on_the_third_day(cast):
    issue = build.rectifying(cast)
    reminders.remind(on(issue, 3))
    assert ("village_chief", "整改逾期 3 天，请过问") in heard()


def test_day_by_day_each_step_once(cast):
    issue = build.rectifying(cast)
    for day in range(-5, 10):
        for _ in range(2):
            reminders.remind(on(issue, day))
    assert sorted(heard()) == sorted([
        ("handler", "整改时限还有 3 天"), ("handler", "整改时限今天到期"), ("handler", "整改已逾期"),
        ("clerk", "责任单位整改已逾期"), ("head", "责任单位整改已逾期"), ("village_chief", "整改逾期 3 天，请过问"),
        ("town_chief", "辖区内整改逾期 5 天，请过问"),
        ("clerk", "整改逾期 7 天，建议督办"), ("head", "整改逾期 7 天，建议督办"),
    ])  # fmt: skip


def test_after_days_of_standing_still_one_catch_up_each(cast):
    issue = build.rectifying(cast)
    counts = reminders.remind(on(issue, 8))
    assert sorted(heard()) == [
        ("clerk", "整改逾期 7 天，建议督办"),
        ("handler", "整改已逾期"),
        ("head", "整改逾期 7 天，建议督办"),
        ("town_chief", "辖区内整改逾期 5 天，请过问"),
        ("village_chief", "整改逾期 3 天，请过问"),
    ]
    assert (counts.issues, counts.due, counts.sent) == (1, 5, 5)


@pytest.mark.parametrize("state", [State.APPLIED, State.VERIFIED, State.CLOSED, State.UNFOUNDED, State.REGISTERED])
def test_none_when_the_unit_has_nothing_to_do(cast, state):
    issue = build.AT[state](cast)
    issue.due_on = issue.due_on or timezone.localdate()
    assert reminders.remind(on(issue, 8)).sent == 0
    assert heard() == []


def test_the_ladder_goes_up_rung_by_rung(cast):
    boss = _post(cast, "boss", "局长", Role.LEADER, "county", "bureau", "局长")
    issue = build.rectifying(cast)
    reminders.remind(on(issue, 10))
    told = dict(heard())
    assert told[boss.user.username] == "本单位整改逾期 3 天，请督促"
    assert (told["town_chief"], told["county_chief"]) == ("辖区内整改逾期 5 天，请过问", "整改逾期 10 天，请过问")
    assert "city_chief" not in told
    why = Message.objects.get(user=cast.town_chief.user, kind="issue.remind").why
    assert why == "您是乡镇级河长；提醒规则：逾期 5 天告知乡镇级河长。"


def test_without_a_chief_above_the_head_of_the_region_hears(cast):
    issue = build.rectifying(cast)
    appoint_head(by=cast.clerk, post=cast.leader, kind="general", starts_on=cast.leader.starts_on)
    Tenure.objects.filter(reach=cast.county_reach).delete()
    reminders.remind(on(issue, 10))
    assert ("leader", "整改逾期 10 天，请过问") in heard()


def test_most_wait_for_the_digest_and_grave_ones_for_the_morning(cast, settings):
    settings.NOTIFY_WEBHOOK_URL = "https://example.invalid/hook"
    plain, grave = build.rectifying(cast), build.rectifying(cast)
    Issue.objects.filter(pk=grave.pk).update(severity=Severity.MAJOR)
    reminders.remind(on(plain, 0))
    rows = Outbox.objects.filter(message__kind="issue.remind")
    assert dict(rows.values_list("message__url", "collects")) == {
        plain.get_absolute_url(): True, grave.get_absolute_url(): False,
    }  # fmt: skip


def test_a_new_date_is_a_new_reminder(cast):
    issue = build.dispatched(cast)
    reminders.remind(on(issue, 0))
    services.return_(issue, cast.handler, words="不属本单位")
    due = timezone.localdate() + timedelta(days=60)
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="仍由贵局办理", due_on=due)
    reminders.remind(on(issue, 0))
    assert heard() == [("handler", "整改时限今天到期")] * 2


def test_rules_are_data(cast):
    ReminderRule.objects.exclude(offset_days=0).delete()
    ReminderRule.objects.update(offset_days=5, text="五天了")
    issue = build.rectifying(cast)
    assert reminders.remind(on(issue, 4)).due == 0
    reminders.remind(on(issue, 5))
    assert heard() == [("handler", "五天了")]


def test_queries_do_not_grow_with_the_issues(cast, django_assert_num_queries):
    def look():
        with django_assert_num_queries(17):
            assert reminders.remind(at).sent == 0

    at = on(build.rectifying(cast), 8)
    reminders.remind(at)
    look()
    for _ in range(3):
        build.rectifying(cast)
    reminders.remind(at)
    look()


# ── Two processes at once ───────────────────────────────────────────────────────────────────────
def remind_when_told(how):
    sys.stdout.write("ready\n")
    sys.stdin.readline()
    key = (lambda reminder: uuid4().hex) if how == "unguarded" else reminders.key_of
    sys.stdout.write(str(reminders.remind(key=key).sent))


def run_twice(how):
    """Two processes of their own, started and then let go together; gives what each has sent."""
    return [int(sent) for sent in all_at_once(remind_when_told, how)]


def overdue(cast, count):
    for _ in range(count):
        build.rectifying(cast)
    day = timezone.localdate() - timedelta(days=1)
    Issue.objects.update(due_on=day, due_sort=day)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_tell_each_once(cast):
    overdue(cast, 12)
    assert sum(run_twice("guarded")) == 36  # 12 × (handler, clerk, head)
    assert len(heard()) == 36
    assert Message.objects.filter(kind="issue.remind").values("url", "user", "title").distinct().count() == 36


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_key_everything_doubles(cast):
    overdue(cast, 12)
    assert run_twice("unguarded") == [36, 36]
    assert len(heard()) == 72
