"""时限说明: the page and the command say why the deadline is the day it is."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.words import day_words
from issues.ledger import facts, services
from issues.ledger.models import Issue
from tests.issues import build


def told(capsys, number: str) -> dict:
    capsys.readouterr()
    call_command("due_explained", number, json=True)
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_command_says_on_one_line_which_days_count(cast, capsys):
    issue = build.rectifying(cast)
    line = told(capsys, issue.number)
    assert line["due_on"] == issue.due_on.isoformat() == line["days"][-1]["date"]
    assert set(line["days"][0]) == {"date", "counts", "why"}
    assert sum(day["counts"] for day in line["days"]) == issue.spans.get().workdays


def test_what_has_no_clock_says_so(cast, capsys):
    assert told(capsys, build.registered(cast).number) == {"due_on": None, "days": []}
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("due_explained", "M0")


def test_a_day_that_the_office_has_named_is_told_as_such(cast, enter):
    issue = build.registered(cast)
    day = timezone.localdate() + timedelta(days=9)
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运", due_on=day)
    page = enter(cast.handler).get(reverse("issues:clock", args=[issue.pk])).content.decode()
    assert "由河长办指定" in page and "第 1 个工作日" in page


def test_the_page_tells_extension_and_pause(cast, enter):
    issue = build.rectifying(cast)
    services.ask_extension(issue, cast.handler, until=issue.due_on + timedelta(days=7), words="雨天")
    services.grant_extension(issue, cast.clerk, until=issue.asked_until)
    services.suspend(issue, cast.clerk, words="汛期水位高")
    page = enter(cast.clerk).get(reverse("issues:clock", args=[issue.pk])).content.decode()
    for words in ("延至", "尚未恢复", "汛期水位高", "挂起期间不计时"):
        assert words in page, words
    assert enter(cast.neighbour_clerk).get(reverse("issues:clock", args=[issue.pk])).status_code == 404


def test_why_the_date_moved_is_told_with_person_reason_and_the_row_of_the_journal(cast, enter):
    issue = build.rectifying(cast)
    old = issue.due_on
    services.ask_extension(issue, cast.handler, until=old + timedelta(days=7), words="雨天")
    services.grant_extension(issue, cast.clerk, until=old + timedelta(days=7), words="同意，雨天属实")
    services.suspend(issue, cast.clerk, words="汛期水位高")
    services.resume(issue, cast.head)
    told = facts.due_moves(issue, cast.handler)
    assert [one["what"] for one in told] == ["恢复办理", "挂起", "批准延期", "交办"]
    granted = told[2]
    assert (granted["old"], granted["new"]) == (day_words(old), day_words(old + timedelta(days=7)))
    assert granted["why"] == "同意，雨天属实" and cast.clerk.user.name in granted["who"] and told[1]["new"] == "—"
    entry = Entry.objects.get(action="issue.grant_extension")
    assert granted["entry"] == entry.pk and granted["url"] == ""
    page = enter(cast.handler).get(reverse("issues:clock", args=[issue.pk])).content.decode()
    for words in ("到期日为什么变动", "同意，雨天属实", f"第 {entry.pk} 条"):
        assert words in page, words
    found = enter(cast.audit_admin).get(reverse("audit:entry", args=[entry.pk])).content.decode()
    assert issue.number in found


def test_an_issue_without_spans_is_explained_by_its_day(cast, capsys):
    issue = build.rectifying(cast)
    issue.spans.all().delete()
    assert told(capsys, issue.number)["due_on"] == Issue.objects.get(pk=issue.pk).due_on.isoformat()
