"""交办: the office hands the issue to a unit."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.kernel.models import Holiday
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.clocks import rules
from issues.clocks.models import DeadlineRule
from issues.ledger import services
from issues.ledger.choices import State
from tests.issues import checks
from tests.issues.acts import ACTS, make, url


def test_works(cast, enter):
    issue = checks.works(cast, enter, "dispatch")
    assert (issue.unit, issue.requirement) == (cast.bureau, "限期清运")
    assert issue.due_sort == issue.due_on


@pytest.mark.parametrize("state", [State.REPORTED, State.DISPATCHED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "dispatch", state)


@pytest.mark.parametrize(
    ("member", "status"), [("village_chief", 403), ("leader", 403), ("patroller", 403), ("handler", 404)]
)
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "dispatch", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "dispatch")


@pytest.mark.parametrize("field", ["unit", "requirement", "due_on"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "dispatch", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "dispatch")


@pytest.mark.parametrize(
    ("track", "severity", "day"),
    [
        ("instant", "minor", date(2026, 11, 26)),
        ("term", "minor", date(2026, 12, 14)),
        ("term", "serious", date(2027, 1, 5)),
    ],
)
def test_deadline_in_working_days(cast, track, severity, day):
    """From Monday 23 November 2026, by the office's rule; 1 January is the only holiday, whatever the table ships."""
    Holiday.objects.all().delete()
    Holiday.objects.create(day=date(2027, 1, 1), kind="off")
    assert rules.deadline(track, severity, date(2026, 11, 23), code=cast.county.code) == day


def test_the_form_brings_the_rule_along_and_takes_another_date(cast, enter):
    issue, client = make(cast, "dispatch"), enter(cast.clerk)
    due = rules.deadline("term", "minor", timezone.localdate(), code=cast.county.code)
    assert f'value="{due:%Y-%m-%d}"' in client.get(url("dispatch", issue)).content.decode()
    yesterday = f"{timezone.localdate() - timedelta(days=1):%Y-%m-%d}"
    page = client.post(url("dispatch", issue), {**ACTS["dispatch"].form(cast), "due_on": yesterday})
    assert page.status_code == 422
    assert "不能早于今天" in page.content.decode()


@pytest.mark.parametrize("day", ["2096-12-01", "9999-12-31", "0026-12-01"])
def test_a_slip_of_the_year_is_noticed(cast, enter, day):
    issue, client = make(cast, "dispatch"), enter(cast.clerk)
    page = client.post(url("dispatch", issue), {**ACTS["dispatch"].form(cast), "due_on": day})
    assert page.status_code == 422
    assert "核对年份" in page.content.decode()


def test_without_a_rule_the_office_must_set_the_date(cast):
    DeadlineRule.objects.all().delete()
    with pytest.raises(ValidationError, match="整改时限"):
        services.dispatch(make(cast, "dispatch"), cast.clerk, unit=cast.bureau, requirement="请办理")


def test_unit_outside_the_region_is_refused_by_the_service(cast):
    with pytest.raises(NotAllowed, match="辖区"):
        services.dispatch(make(cast, "dispatch"), cast.clerk, unit=cast.neighbour_office, requirement="请办理")


def test_unit_and_chief_are_told(cast):
    issue = make(cast, "dispatch")
    Message.objects.all().delete()
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="请办理")
    assert set(Message.objects.values_list("user__username", flat=True)) == {"handler", "village_chief"}
