"""上报: what a village finds and does not settle on the spot goes to the town chief at once, for one workday."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.services import end_post
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.models import DayKind, Holiday
from hezhang.core.notify.models import Message
from issues.clocks.choices import Severity, Track
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, FindingRule, Issue, RaiseTerm
from issues.ledger.workflow import TABLE
from patrols.norms.models import CheckItem
from patrols.walks.services import FindingIn, submit_patrol
from rivers.acting.models import Acting
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach
from tests.cast import SINCE
from tests.issues import build
from tests.issues.at_once import race


def walk(cast, state="open", by="village_chief"):
    """A walk with one finding, as a phone hands it in."""
    now = timezone.now()
    item = CheckItem.objects.get(name="生活垃圾")
    times = {"started_at": now - timedelta(minutes=30), "ended_at": now - timedelta(minutes=10)}
    told = FindingIn(item, state=state, text="一堆", photos=[build.photo(cast[by])])
    return submit_patrol(by=cast[by], reach=cast.village_reach, findings=[told], client_id=uuid4(), **times).patrol


def test_it_goes_to_the_town_chief_at_once_and_to_nobody_else(cast):
    issue = build.raised(cast)
    assert (issue.state, issue.is_open, issue.reporter) == (State.RAISED, True, cast.village_chief)
    [step] = issue.transitions.all()
    assert (step.verb, step.post) == ("raise", cast.village_chief)
    assert re.fullmatch("已上报桥头镇河长（乔立本），请于.+前答复。", step.words)
    [told] = Message.objects.filter(kind="issue.raise")
    assert (told.user, told.url, told.body) == (cast.town_chief.user, issue.get_absolute_url(), step.words)
    assert not Message.objects.filter(kind="issue.report").exists()
    assert Entry.objects.filter(action="issue.raise", object_id=str(issue.pk)).count() == 1


def test_handed_in_by_a_phone_and_handed_in_again_it_is_raised_once(cast):
    patrol = walk(cast)
    assert services.report_finding(patrol.findings.get()) == Issue.objects.get()
    assert Issue.objects.get().transitions.count() == 1 == Message.objects.filter(kind="issue.raise").count()


def test_what_was_settled_on_the_spot_goes_nowhere(cast):
    walk(cast, state="settled")
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("workdays", "day", "until"),
    [
        (1, date(2026, 11, 25), date(2026, 11, 26)),
        (1, date(2026, 11, 27), date(2026, 11, 30)),  # from a Friday
        (3, date(2026, 11, 27), date(2026, 12, 2)),
        (1, date(2026, 11, 28), date(2026, 11, 30)),  # from a Saturday
    ],
)
def test_the_clock_is_the_districts_workdays(cast, workdays, day, until):
    RaiseTerm.objects.update_or_create(region=None, defaults={"workdays": workdays})
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    assert services.report_finding(build.finding(cast), at=at).answer_on == until


def test_a_day_off_in_the_districts_table_is_left_out(cast):
    at = timezone.make_aware(datetime(2026, 11, 27, 12))
    Holiday.objects.create(day=date(2026, 11, 30), kind=DayKind.OFF, name="临时放假")
    assert services.report_finding(build.finding(cast), at=at).answer_on == date(2026, 12, 1)


def straight(cast, **walk):
    """With the office at once, which is told; gives what the first step says."""
    issue = services.report_finding(build.finding(cast, **walk))
    assert (issue.state, issue.answer_on) == (State.REPORTED, None)
    assert set(Message.objects.filter(kind="issue.report").values_list("user__username", flat=True)) == {
        "clerk",
        "head",
    }
    return issue.transitions.get().words


@pytest.mark.parametrize("by", ["patroller", "town_chief", "county_chief"])
def test_a_finding_of_another_tier_is_the_offices_as_before(cast, by):
    assert straight(cast, post=cast[by], tier=cast[by].region.tier) == ""


def test_a_village_patrollers_finding_is_raised_as_a_chiefs(cast):
    post = Post.objects.create(user=cast.patroller.user, role=Role.PATROLLER, region=cast.village, starts_on=SINCE)
    assert build.raised(cast, post=post).state == State.RAISED


def test_the_district_may_do_without_it(cast):
    RaiseTerm.objects.update_or_create(region=None, defaults={"workdays": 0})
    assert straight(cast) == ""


def test_where_the_town_has_no_chief_the_office_has_it_at_once_and_reads_why(cast, enter):
    end_post(cast.town_chief, timezone.localdate() - timedelta(days=1), by=None)
    words = straight(cast)
    assert words == "桥头镇乡镇级河长空缺，直接由河长办登记。"
    issue = Issue.objects.get()
    for member in ("clerk", "village_chief"):
        assert words in enter(cast[member]).get(issue.get_absolute_url()).content.decode()
    assert words in enter(cast.village_chief).get(f"/issues/of-patrol/{issue.finding.patrol_id}/").content.decode()


def test_where_no_towns_reach_lies_around_it_neither(cast):
    Reach.objects.filter(pk=cast.village_reach.pk).update(parent=cast.county_reach)
    cast.village_reach.refresh_from_db()
    assert straight(cast) == "本河段没有上一级的乡镇级河段，直接由河长办登记。"


def test_who_is_the_town_chief_himself_raises_nothing_to_himself(cast):
    post = Post.objects.create(user=cast.town_chief.user, role=Role.CHIEF, region=cast.village, starts_on=SINCE)
    assert straight(cast, post=post) == "发现人本人是乡镇级河长，直接由河长办登记。"


def test_what_the_office_types_in_later_is_its_own(cast):
    assert straight(cast, is_backfilled=True, entered_by=cast.clerk) == "补录的巡河，直接由河长办登记。"


def test_with_a_chief_on_leave_it_goes_to_who_stands_in_too(cast):
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today, "planned_on": today, "entered_on": today}
    stand_in = Post.objects.create(user=cast.county_chief.user, role=Role.CHIEF, region=cast.town, starts_on=SINCE)
    Acting.objects.create(tenure=cast.town_chief.tenures.get(), post=stand_in, reason="学习", **days)
    build.raised(cast)
    assert set(Message.objects.filter(kind="issue.raise").values_list("user__name", flat=True)) == {"乔立本", "季明河"}


def test_a_chief_who_does_not_see_the_place_is_not_asked(cast):
    Tenure.objects.filter(post=cast.town_chief).update(post=cast.neighbour_chief)
    assert straight(cast).startswith("桥头镇乡镇级河长空缺")


def test_what_a_rule_registers_does_not_wait(cast):
    row = build.finding(cast)
    told = {"severity": Severity.MINOR, "category": Category.objects.first(), "track": Track.INSTANT, "is_on": True}
    FindingRule.objects.create(item=row.item, **told)
    issue = services.report_finding(row)
    assert (issue.state, issue.answer_on) == (State.REGISTERED, None)
    assert not Message.objects.filter(kind="issue.raise").exists()


def test_the_office_may_register_it_at_any_time_and_both_hear_of_it(cast, enter):
    issue = build.raised(cast)
    client = enter(cast.clerk)
    form = {"category": Category.objects.first().pk, "severity": "minor", "track": "term"}
    assert client.get(f"/issues/{issue.pk}/register/").status_code == 200
    assert client.post(f"/issues/{issue.pk}/register/", form).status_code == 302
    issue.refresh_from_db()
    assert issue.state == State.REGISTERED
    told = Message.objects.filter(kind="issue.register").values_list("user__username", flat=True)
    assert sorted(told) == ["town_chief", "village_chief"]
    assert not TABLE.waiting_for(cast.town_chief, Issue.objects.all()).exists()
    for address in (issue.get_absolute_url(), f"/issues/of-patrol/{issue.finding.patrol_id}/"):
        assert "已由河长办登记" in enter(cast.village_chief).get(address).content.decode()


def test_it_does_not_call_for_the_office_while_the_chief_has_it_but_stands_in_its_ledger(cast, enter):
    issue = build.raised(cast)
    assert not TABLE.waiting_for(cast.clerk, Issue.objects.all()).exists()
    row = BeautifulSoup(enter(cast.clerk).get(reverse("issues:ledger")).content, "html.parser").select_one("tbody tr")
    assert issue.number in row.text and "待河长答复" in row.text and "剩余 1 天" in row.text


def test_the_town_chief_has_one_row_on_the_home_which_opens_to_all_that_is_known(cast, enter):
    issue, client = build.raised(cast), enter(cast.town_chief)
    home = BeautifulSoup(client.get("/").content, "html.parser").select_one("#section-2")
    assert "待我办" in home.text and home.text.count(issue.number) == 1 and "我来协调解决" in home.text
    page = client.get(issue.get_absolute_url()).content.decode()
    day = issue.answer_on
    assert f"<b>请于{day.month}月{day.day}日前答复</b>" in page
    seen = enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    assert f"<b>河长应于{day.month}月{day.day}日前答复</b>" in seen
    Issue.objects.filter(pk=issue.pk).update(answer_on=timezone.localdate() - timedelta(days=1))
    assert "<b>逾期未答复，转河长办登记</b>" in client.get(issue.get_absolute_url()).content.decode()
    assert issue.text in page and cast.village_chief.user.name in page and "澄溪" in page
    assert f"/issues/photos/{issue.evidence.get().pk}/" in page
    assert f"/issues/{issue.pk}/settle/" in page and f"/issues/{issue.pk}/pass-on/" in page


def test_the_finder_reads_on_the_receipt_and_in_the_record_what_becomes_of_it(cast, enter):
    patrol = walk(cast)
    issue, client = Issue.objects.get(), enter(cast.village_chief)
    receipt = client.get(f"/patrols/{patrol.pk}/receipt/").content.decode()
    panel = client.get(f"/issues/of-patrol/{patrol.pk}/").content.decode()
    day = issue.answer_on
    assert f"/issues/of-patrol/{patrol.pk}/" in receipt and "已转河长办登记" not in receipt
    assert f"已上报桥头镇河长（乔立本），应于{day.year}年{day.month}月{day.day}日前答复" in panel
    assert "待河长答复" in client.get("/").content.decode()
    services.pass_on(issue, cast.town_chief, words="须区里协调")
    assert "须区里协调" in client.get(f"/issues/of-patrol/{patrol.pk}/").content.decode()


def test_the_database_knows_no_raised_one_without_a_day_and_no_settled_one_without_words(cast):
    issue = build.raised(cast)
    for wrong in ({"answer_on": None}, {"state": State.SETTLED, "is_open": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.filter(pk=issue.pk).update(**wrong)


def test_the_office_sets_the_days_of_its_own_district(cast, enter):
    client = enter(cast.clerk)
    client.post(reverse("web:customise_setting", args=["issue_raising"]))
    own = RaiseTerm.objects.get(region=cast.county)
    edit = reverse("web:edit_setting", args=["issue_raising", own.pk])
    seen = client.get(edit).context["form"]["seen"].value()
    assert client.post(edit, {"workdays": 11, "seen": seen}).status_code == 422
    assert client.post(edit, {"workdays": 2, "seen": seen}).status_code == 302
    at = timezone.make_aware(datetime(2026, 11, 25, 12))
    assert services.report_finding(build.finding(cast), at=at).answer_on == date(2026, 11, 27)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_with_the_same_finding_raise_it_once(cast):
    build.reported(cast, photos=())  # the day's series of numbers is there
    build.finding(cast)
    first, second = race("finding", "guarded")
    assert first == second == Issue.objects.get(finding__isnull=False).number
    assert Message.objects.filter(kind="issue.raise").count() == 1
