"""What ships holds for everybody and is changed by the system administrator; a county keeps its own, and only its own."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit.models import Entry
from hezhang.core.office.parameters import services, tables
from hezhang.core.office.parameters.models import OwnTable
from hezhang.core.office.parameters.queries import keepers
from issues.clocks.choices import Severity
from issues.clocks.models import DeadlineRule
from issues.clocks.rules import deadline
from issues.ledger.models import Category, EvidenceRule, Issue, SignOffRule
from issues.ledger.rules import evidence_needed
from issues.ledger.rules.signing_off import asks_two_people
from issues.reminders.models import ReminderRule
from issues.reminders.services import remind
from patrols.judgement.facts.duties import duties_in
from patrols.norms.models import CheckItem, Norm, Threshold
from tests.cast import SINCE
from tests.issues import build

LOCAL = ["norms", "thresholds", "issue_deadlines", "issue_evidence", "issue_sign_off", "issue_reminders"]


@pytest.fixture
def offices(cast):
    """Beside the cast: the city's office, a clerk of a town, and of the town of the neighbour county."""
    for key, region in (("city_clerk", cast.city), ("town_clerk", cast.town)):
        user = cast.clerk.user.__class__.objects.create(username=key, name="文书")
        cast.members[key] = Post.objects.create(user=user, role="office_clerk", region=region, starts_on=SINCE)
    return cast


def customise(post, key: str = "issue_deadlines"):
    table = tables.find(key)
    assert services.customise_setting(table, by=post)
    return table


def own_row(post, key: str = "issue_deadlines"):
    return tables.find(key).rows_for(post).first()


def address(verb: str, key: str, row=None) -> str:
    return reverse(f"web:{verb}_setting", args=[key] if row is None else [key, row.pk])


# Who × whose row → may change; otherwise 403 where the row is seen, 404 where it is another's.
EXPECTED = {
    "shipped": {"system_admin": 200, "clerk": 403, "head": 403, "town_clerk": 403, "neighbour_clerk": 403, "city_clerk": 403},
    "county": {"system_admin": 404, "clerk": 200, "head": 200, "town_clerk": 403, "neighbour_clerk": 404, "city_clerk": 404},
    "neighbour": {"system_admin": 404, "clerk": 404, "head": 404, "town_clerk": 404, "neighbour_clerk": 200, "city_clerk": 404},
    "city": {"system_admin": 404, "clerk": 403, "head": 403, "town_clerk": 403, "neighbour_clerk": 403, "city_clerk": 200},
}  # fmt: skip
KEEPER = {"county": "clerk", "neighbour": "neighbour_clerk", "city": "city_clerk"}


@pytest.mark.parametrize("whose", EXPECTED)
@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_who_changes_whose(offices, enter, whose, verb):
    if whose in KEEPER:
        customise(offices[KEEPER[whose]])
    row = own_row(offices[KEEPER.get(whose, "system_admin")])
    url, before = address(verb, "issue_deadlines", row), DeadlineRule.objects.count()
    assert {who: enter(offices[who]).get(url).status_code for who in EXPECTED[whose]} == EXPECTED[whose]
    for who, status in EXPECTED[whose].items():
        if status != 200:
            assert enter(offices[who]).post(url, {"workdays": "1"}).status_code == status
    assert DeadlineRule.objects.count() == before


@pytest.mark.parametrize("key", ["holidays", "water_limits", "water_standards"])
def test_what_is_national_is_the_system_administrators(offices, enter, key):
    table = tables.find(key)
    for who in ("clerk", "head", "city_clerk", "town_clerk"):
        client = enter(offices[who])
        assert client.get(reverse("web:setting", args=[key])).status_code == 200
        assert client.get(address("edit", key, table.rows().first())).status_code == 403
        assert client.post(address("add", key)).status_code == client.post(address("customise", key)).status_code == 403
    assert enter(offices.system_admin).get(address("edit", key, table.rows().first())).status_code == 200


@pytest.mark.parametrize("who", ["town_clerk", "leader", "handler", "system_admin", "audit_admin"])
@pytest.mark.parametrize("verb", ["customise", "restore"])
def test_who_does_not_take_a_table_into_the_own_hands(offices, enter, who, verb):
    assert enter(offices[who]).post(address(verb, "norms")).status_code == 403
    assert not OwnTable.objects.exists()


def test_a_county_goes_its_own_way_and_back(offices, enter):
    """The way there, the change, what the neighbour sees of it, and the way back; all of it journalled."""
    client, key = enter(offices.clerk), "issue_deadlines"
    page = client.get(reverse("web:setting", args=[key])).content.decode()
    assert "现执行的是默认设置" in page and "按本区修改" in page and ">修改<" not in page
    assert client.post(address("customise", key)).status_code == 302
    row = own_row(offices.clerk)
    page = client.get(reverse("web:setting", args=[key])).content.decode()
    assert "澄江区执行自定的设置" in page and ">本区<" in page and "恢复默认" in page and ">修改<" in page
    form = client.get(address("edit", key, row)).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"workdays": 7}
    assert client.post(address("edit", key, row), sent).status_code == 302
    assert DeadlineRule.objects.get(region=None, track=row.track, severity=row.severity).workdays != 7
    assert "7" in client.get(address("restore", key)).content.decode()
    assert client.post(address("restore", key)).status_code == 302
    assert not DeadlineRule.objects.exclude(region=None).exists() and not OwnTable.objects.exists()
    acts = set(Entry.objects.filter(action__startswith="reference.").values_list("action", flat=True))
    assert acts == {f"reference.{key}.{verb}" for verb in ("customise", "edit", "restore")}


@pytest.mark.parametrize("key", LOCAL)
def test_each_local_table_goes_and_comes_back(offices, key):
    table = customise(offices.clerk, key)
    shipped, own = table.rows().filter(region=None), table.rows().filter(region=offices.county)
    told = [[services.values_of(table, row) for row in rows] for rows in (shipped, own)]
    assert told[0] == told[1] and told[0]
    assert not services.customise_setting(table, by=offices.head)
    assert services.restore_setting(table, by=offices.head) and not services.restore_setting(table, by=offices.head)
    assert not own.all().exists()


def test_a_city_holds_for_its_counties_until_they_go_their_own_way(offices):
    customise(offices.city_clerk)
    DeadlineRule.objects.filter(region=offices.city).update(workdays=5)
    assert set(DeadlineRule.objects.in_force(offices.village.code).values_list("workdays", flat=True)) == {5}
    customise(offices.clerk)
    DeadlineRule.objects.filter(region=offices.county).update(workdays=6)
    codes = {"village": 6, "neighbour_town": 5, "city": 5}
    for place, days in codes.items():
        code = offices.places[place].code
        assert set(DeadlineRule.objects.in_force(code).values_list("workdays", flat=True)) == {days}
        assert {row.workdays for row in DeadlineRule.objects.by_place().of(code)} == {days}


def test_a_county_that_asks_for_nothing_is_asked_for_nothing(offices):
    """Its own table is empty: that is a setting, and no way back to the shipped one."""
    customise(offices.clerk, "issue_evidence")
    EvidenceRule.objects.filter(region=offices.county).delete()
    assert evidence_needed("verify", offices.village.code) == {}
    assert sum(evidence_needed("verify", offices.neighbour_town.code).values()) == 1


def test_keepers_of_a_place():
    assert keepers("990102101201") == ["990102000000", "990100000000"]
    assert keepers("990100000000") == ["990100000000"]


# ── Each use asks for the place ──
def test_deadlines_are_those_of_the_issues_county(offices):
    customise(offices.neighbour_clerk)
    DeadlineRule.objects.filter(region=offices.neighbour).update(workdays=1)
    issue = build.registered(offices)
    day = date(2026, 11, 23)
    here, there = (
        deadline(issue.track, issue.severity, day, code=each.code) for each in (offices.village, offices.neighbour)
    )
    assert there == date(2026, 11, 24) and here > there


def test_norms_are_those_of_the_chiefs_county(offices):
    span = date(2026, 7, 1), date(2026, 9, 30)
    before = {one.post_id: one.due_count for one in duties_in(offices.city, *span, today=date(2026, 11, 1))}
    customise(offices.neighbour_clerk, "norms")
    Norm.objects.filter(region=offices.neighbour).delete()
    assert {one.post_id: one.due_count for one in duties_in(offices.city, *span, today=date(2026, 11, 1))} == before
    customise(offices.clerk, "norms")
    Norm.objects.filter(region=offices.county, tier="village").update(times=3, unit="month")
    after = {one.post_id: one.due_count for one in duties_in(offices.city, *span, today=date(2026, 11, 1))}
    assert after[offices.village_chief.pk] == 3 != before[offices.village_chief.pk]
    assert after[offices.town_chief.pk] == before[offices.town_chief.pk]


def test_two_people_where_the_office_that_signs_off_says_so(offices):
    customise(offices.clerk, "issue_sign_off")
    SignOffRule.objects.filter(region=offices.county).update(two_people=False)
    issue = Issue(severity=Severity.MAJOR)
    assert not asks_two_people(issue, offices.head) and asks_two_people(issue, offices.neighbour_clerk)


def test_reminders_are_those_of_the_issues_county(offices):
    issue = build.rectifying(offices)
    for post in (offices.clerk, offices.neighbour_clerk):
        customise(post, "issue_reminders")
    ReminderRule.objects.update(is_active=False)
    ReminderRule.objects.create(region=offices.neighbour, offset_days=-365, to="unit", text="远")
    assert remind().due == 0
    ReminderRule.objects.create(region=offices.county, offset_days=-365, to="unit", text="近")
    assert remind().due == 1 and issue.is_open


def test_thresholds_are_those_of_the_county(offices):
    customise(offices.clerk, "thresholds")
    Threshold.objects.filter(region=offices.county, tier="village").update(
        is_on=True, minutes=30, basis="某办〔2026〕1号"
    )
    assert Threshold.objects.in_force(offices.village.code).filter(is_on=True).exists()
    assert not Threshold.objects.in_force(offices.neighbour_town.code).filter(is_on=True).exists()


@pytest.mark.parametrize(
    ("key", "model", "row"),
    [
        ("issue_categories", Category, {"name": "本区类别", "order": "1", "is_active": "on"}),
        ("check_items", CheckItem, {"name": "本区描述", "group": "other", "order": "1", "is_active": "on"}),
    ],
)
def test_a_list_grows_in_the_own_county_alone(offices, enter, key, model, row):
    assert enter(offices.clerk).post(address("add", key), row).status_code == 302
    assert enter(offices.clerk).post(address("add", key), row).status_code == 422
    assert enter(offices.neighbour_clerk).post(address("add", key), row).status_code == 302
    assert enter(offices.town_clerk).post(address("add", key), row).status_code == 403
    mine = model.objects.get(name=row["name"], region=offices.county)
    assert mine in model.objects.in_force(offices.village.code)
    assert mine not in model.objects.in_force(offices.neighbour_town.code)
    assert enter(offices.neighbour_clerk).get(address("edit", key, mine)).status_code == 404
    shipped = model.objects.filter(region=None).first()
    assert enter(offices.clerk).get(address("edit", key, shipped)).status_code == 403
    assert enter(offices.clerk).get(address("edit", key, mine)).status_code == 200


def test_loading_defaults_again_touches_no_countys_rows(offices):
    customise(offices.clerk, "norms")
    Norm.objects.filter(region=offices.county).delete()
    before = Norm.objects.count()
    call_command("load_defaults", verbosity=0)
    assert Norm.objects.count() == before and Region.objects.exists()
