"""按规则登记: what a patrol finds is registered at once where the office's table says so, and each finding once only."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.notify.models import Message
from hezhang.core.office.parameters.models import OwnTable
from issues.clocks.choices import Severity, Track
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Category, FindingRule, Issue
from tests.issues import build
from tests.issues.at_once import race
from tests.issues.test_finding import finding


@pytest.fixture
def rule(db):
    """A rule for a kind of finding, on unless told otherwise."""

    def _rule(item, **more):
        told = {"severity": Severity.SERIOUS, "category": Category.objects.get(name="乱堆"), "track": Track.INSTANT}
        return FindingRule.objects.create(item=item, **told | {"is_on": True} | more)

    return _rule


def test_no_rule_ships(db):
    assert not FindingRule.objects.exists()


def test_it_is_registered_as_the_rule_says_by_nobody_and_with_a_row_in_the_journal(cast, rule):
    row = finding(cast)
    rule(row.item)
    issue = services.report_finding(row)
    assert (issue.state, issue.severity, issue.track, issue.category.name) == (
        "registered",
        "serious",
        "instant",
        "乱堆",
    )
    assert issue.registered_at is not None
    step = issue.transitions.get(verb="register_by_rule")
    assert (step.user, step.post, step.from_state) == (None, None, State.REPORTED)
    assert step.words == f"巡河发现“{row.item.name}”，按规则登记为乱堆、较严重。"
    [entry] = Entry.objects.filter(action="issue.register_by_rule", object_id=str(issue.pk))
    assert (entry.user, entry.after["state"]) == (None, State.REGISTERED)


def test_the_office_reads_that_it_waits_to_be_handed_out_and_not_that_it_waits_to_be_registered(cast, rule):
    row = finding(cast)
    rule(row.item)
    issue = services.report_finding(row)
    told = Message.objects.filter(user=cast.clerk.user, url=issue.get_absolute_url())
    assert [one.title.split("：")[0] for one in told] == ["问题已按规则登记，待交办"]


@pytest.mark.parametrize("off", ["off", "other kind", "class out of use", "own table"])
def test_else_it_waits_as_before(cast, rule, off):
    row = finding(cast)
    made = rule(row.item, is_on=off != "off")
    if off == "other kind":
        FindingRule.objects.update(item=type(row.item).objects.exclude(pk=row.item_id).first())
    elif off == "class out of use":
        Category.objects.filter(pk=made.category_id).update(is_active=False)
    elif off == "own table":  # the county keeps none
        table = FindingRule._meta.db_table
        OwnTable.objects.create(region_id=cast.clerk.region_id, table=table, since=timezone.now(), post=cast.clerk)
    issue = services.report_finding(row)
    assert issue.state == State.RAISED
    services.register(issue, cast.clerk, category=Category.objects.first(), severity="minor", track="term")
    assert issue.state == State.REGISTERED


def test_told_again_it_is_the_same_issue_and_no_second_step(cast, rule):
    row = finding(cast)
    rule(row.item)
    first = services.report_finding(row)
    assert services.report_finding(row) == first
    assert first.transitions.filter(verb="register_by_rule").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_with_the_same_finding_make_one_issue_and_one_step(cast, rule):
    build.reported(cast, photos=())  # the day's series of numbers is there
    rule(finding(cast).item)
    first, second = race("finding", "guarded")
    assert first == second == Issue.objects.get(finding__isnull=False).number
    assert Issue.objects.get(number=first).transitions.filter(verb="register_by_rule").count() == 1


def test_control_the_key_is_what_keeps_the_second_out(cast):
    row = finding(cast)
    issue = services.report_finding(row)
    twin = Issue.objects.get(pk=issue.pk)
    twin.pk, twin.client_id, twin.number, twin._state.adding = None, uuid.uuid4(), "M000000000", True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_kind_has_one_rule(cast, rule):
    row = finding(cast)
    rule(row.item)
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(row.item)


def test_the_receipt_shows_what_became_of_it(cast, rule, enter):
    row = finding(cast)
    rule(row.item)
    issue = services.report_finding(row)
    client = enter(cast.village_chief)
    assert f"/issues/of-patrol/{row.patrol_id}/" in client.get(f"/patrols/{row.patrol_id}/receipt/").content.decode()
    panel = client.get(f"/issues/of-patrol/{row.patrol_id}/").content.decode()
    assert issue.number in panel and "待交办" in panel


def test_the_office_sets_it_for_its_own_county(cast, enter):
    client, item, category = enter(cast.clerk), finding(cast).item, Category.objects.get(name="乱堆")
    client.post(reverse("web:customise_setting", args=["issue_findings"]))
    told = {"item": item.pk, "severity": "minor", "category": category.pk, "track": "term", "is_on": "on"}
    answer = client.post(reverse("web:add_setting", args=["issue_findings"]), told)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert FindingRule.objects.get().region_id == cast.clerk.region_id
