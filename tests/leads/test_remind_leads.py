"""What nobody has checked for three days is called to mind once a day."""

from datetime import timedelta

from django.utils import timezone

from hezhang.core.notify.models import Message
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
