"""按日历改期: a changed table of working days moves no date by itself; it is shown first, and the office confirms."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.models import DayKind, Holiday
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.models import Message
from issues.clocks.models import DeadlineRule
from issues.ledger import facts, services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build, checks
from tests.issues.acts import holiday_before_due

ADD = reverse("web:add_setting", args=["holidays"])


def test_works(cast, enter):
    issue = checks.works(cast, enter, "redate")
    told = Message.objects.filter(kind="issue.redate").values_list("user", flat=True)
    assert {cast.handler.user_id, cast.village_chief.user_id} <= set(told)
    assert facts.explained(issue, timezone.localdate()).due_on == issue.due_on


@pytest.mark.parametrize("state", [State.REGISTERED, State.SUSPENDED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "redate", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "redate", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "redate")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "redate")


def day_off(issue):
    """What the office of holidays would fill in: the last working day before the issue is due, as a holiday."""
    day = Calendar.load().add(issue.due_on, -1)
    return {"day": f"{day:%Y-%m-%d}", "kind": "off", "name": "临时放假"}, day


def seen_in(page):
    return page.split('name="seen_ahead" value="')[1].split('"')[0]


def test_the_dry_run_writes_nothing_and_lists_what_would_move(cast, enter):
    issues = [build.rectifying(cast) for _ in range(3)]
    named = build.registered(cast)
    services.dispatch(
        named, cast.clerk, unit=cast.bureau, requirement="清运", due_on=issues[0].due_on + timedelta(days=1)
    )
    told, day = day_off(issues[0])
    old = issues[0].due_on
    client = enter(cast.system_admin)
    page = client.post(ADD, told).content.decode()
    assert "3 件到期日变动" in page and not Holiday.objects.filter(day=day).exists()
    new = Calendar.load().add(old, 1)
    for words in (
        issues[0].number,
        day_words(old),
        day_words(new),
        f"{day_words(day)}（改为不上班）",
        "已知影响，确认保存",
    ):
        assert words in page, words
    assert named.number not in page
    assert client.post(ADD, told | {"seen_ahead": seen_in(page)}).status_code == 302
    assert Holiday.objects.get(day=day).kind == DayKind.OFF
    assert set(Issue.objects.filter(pk__in=[one.pk for one in issues]).values_list("due_on", flat=True)) == {old}


def test_what_was_shown_is_what_is_confirmed(cast, enter):
    """Another problem has come meanwhile: it is asked once more."""
    told, day = day_off(build.rectifying(cast))
    client = enter(cast.system_admin)
    seen = seen_in(client.post(ADD, told).content.decode())
    build.rectifying(cast)
    page = client.post(ADD, told | {"seen_ahead": seen}).content.decode()
    assert "2 件到期日变动" in page and not Holiday.objects.filter(day=day).exists()


def test_a_day_that_moves_nothing_is_stored_at_once(cast, enter):
    build.rectifying(cast)
    assert enter(cast.system_admin).post(ADD, {"day": "2031-05-01", "kind": "off", "name": "劳动节"}).status_code == 302


def test_the_office_is_told_once_sees_the_list_and_confirms(cast, enter):
    issues = [build.rectifying(cast) for _ in range(2)]
    old = issues[0].due_on
    told, _day = day_off(issues[0])
    admin = enter(cast.system_admin)
    admin.post(ADD, told | {"seen_ahead": seen_in(admin.post(ADD, told).content.decode())})
    heard = Message.objects.filter(kind="issue.redating")
    assert set(heard.values_list("user", flat=True)) == {cast.clerk.user_id, cast.head.user_id}
    assert "2 件" in heard[0].title and heard[0].url == reverse("issues:redating")
    client = enter(cast.clerk)
    page = client.get(reverse("issues:redating")).content.decode()
    assert all(one.number in page for one in issues) and "推后" in page
    answer = client.post(reverse("issues:redate_all"))
    preview = client.get(answer.url).content.decode()
    assert "2 件可以办理" in preview
    assert client.post(f"{answer.url}confirm/", {"words": ""}).status_code == 302
    moved = Calendar.load().add(old, 1)
    assert set(Issue.objects.values_list("due_on", flat=True)) == {moved}
    assert Message.objects.filter(kind="issue.redate", user=cast.handler.user).count() == 2
    assert "没有待改期的问题" in client.get(reverse("issues:redating")).content.decode()
    assert client.post(reverse("issues:redate_all")).url == reverse("issues:redating")


def test_the_way_back_is_the_table_put_right(cast, enter):
    issue = build.rectifying(cast)
    old = issue.due_on
    holiday_before_due(issue, cast)
    services.redate(issue, cast.clerk)
    assert issue.due_on > old
    with pytest.raises(NotAllowed, match="不需要改期"):
        services.redate(issue, cast.clerk)
    client, day = enter(cast.system_admin), Holiday.objects.get(name="临时放假").day
    url = reverse("web:delete_setting", args=["holidays", day.isoformat()])
    page = client.get(url).content.decode()
    assert "1 件到期日变动" in page
    assert client.post(url, {"seen_ahead": seen_in(page)}).status_code == 302
    services.redate(issue, cast.clerk, words="假期取消")
    assert issue.due_on == old
    services.ask_extension(issue, cast.handler, until=old + timedelta(days=9), words="雨天")
    services.grant_extension(issue, cast.clerk, until=old + timedelta(days=9))
    assert issue.due_on == old + timedelta(days=9)


def test_nobody_becomes_late_by_a_changed_table(cast, enter):
    """A worked Sunday that is entered too late would end the term yesterday."""
    issue = build.rectifying(cast)
    given, calendar = timezone.localdate(issue.dispatched_at), Calendar.load()
    issue.spans.update(workdays=1)
    Issue.objects.filter(pk=issue.pk).update(due_on=calendar.add(given, 3), due_sort=calendar.add(given, 3))
    issue.refresh_from_db()
    with pytest.raises(NotAllowed, match="不提前"):
        services.redate(issue, cast.clerk, at=timezone.now() + timedelta(days=4))


def test_terms_say_that_they_hold_for_later_dispatches(cast, enter):
    issue = build.rectifying(cast)
    rule = DeadlineRule.objects.get(region=None, track=issue.track, severity=issue.severity)
    client = enter(cast.system_admin)
    url = reverse("web:edit_setting", args=["issue_deadlines", rule.pk])
    page = client.get(url).content.decode()
    assert "时限只用于以后的交办" in page and "现有 1 件“限期整改、一般”" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    told = {"track": rule.track, "severity": rule.severity, "workdays": "5", "seen": seen}
    assert client.post(url, told).status_code == 302
    old = issue.due_on
    issue.refresh_from_db()
    assert issue.due_on == old == facts.explained(issue, timezone.localdate()).due_on


@pytest.mark.parametrize("member", ["handler", "village_chief", "system_admin"])
def test_the_list_is_the_offices(cast, enter, member):
    assert enter(cast[member]).get(reverse("issues:redating")).status_code == 403


def test_the_neighbour_sees_none_of_ours(cast, enter):
    issue = build.rectifying(cast)
    holiday_before_due(issue, cast)
    assert issue.number not in enter(cast.neighbour_clerk).get(reverse("issues:redating")).content.decode()
    assert isinstance(issue.due_on, date)
