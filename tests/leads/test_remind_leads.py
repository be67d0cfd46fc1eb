"""What nobody has checked for as long as the district says is called to mind once a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.notify.models import Message
from hezhang.core.office.parameters.forms import form_for
from hezhang.core.office.parameters.tables import find
from issues.leads.choices import LimitWhat
from issues.leads.models import LeadLimit
from issues.leads.services import remind_leads
from tests.leads.leads import dismissed, waiting


def test_once_a_day_from_the_third_on(cast):
    waiting(cast)
    dismissed(cast)
    now = timezone.now()
    assert remind_leads(at=now + timedelta(days=2)) == 0
    first = remind_leads(at=now + timedelta(days=4))
    assert first and remind_leads(at=now + timedelta(days=4)) == 0
    assert remind_leads(at=now + timedelta(days=5)) == first
    told = Message.objects.filter(user=cast.patroller.user, kind="lead.remind").first()
    assert "天" in told.title and "每天提醒一次" in told.why


def test_the_districts_own_number_holds_for_reminders_and_for_the_tab_that_says_it(cast, enter):
    waiting(cast)
    now = timezone.now()
    LeadLimit.objects.filter(what=LimitWhat.WAIT).update(amount=7)
    assert remind_leads(at=now + timedelta(days=5)) == 0
    assert remind_leads(at=now + timedelta(days=8))
    assert "满 7 天" in Message.objects.filter(kind="lead.remind").first().why
    page = enter(cast.clerk).get(reverse("issues:leads"), {"tab": "late"}).content.decode()
    assert "超 7 天未核实" in page and "“超 7 天未核实”里没有记录" in page


def test_left_out_of_a_districts_own_table_it_is_three(cast):
    waiting(cast)
    LeadLimit.objects.filter(what=LimitWhat.WAIT).delete()
    assert LeadLimit.wait(cast.county.code) == timedelta(days=3)
    assert remind_leads(at=timezone.now() + timedelta(days=4))


@pytest.mark.parametrize(
    ("what", "amount", "fits"), [("wait", 5, True), ("wait", 61, False), ("near", 500, True), ("near", 5, False)]
)
def test_metres_and_days_have_bounds_of_their_own(cast, what, amount, fits):
    table = find("lead_limits")
    row = LeadLimit.objects.get(what=what, region=None)
    assert form_for(table, row, {"what": what, "amount": amount, "seen": ""}).is_valid() is fits
