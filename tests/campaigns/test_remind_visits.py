"""Two days before the end the teams are told what is open, once."""

from datetime import timedelta

from django.utils import timezone

from hezhang.core.notify.models import Message
from issues.campaigns import services
from tests.campaigns.campaigns import drawn, running, visited


def test_once_from_two_days_before(cast):
    campaign, now = visited(cast), timezone.now()
    drawn(cast)
    assert services.remind_visits(at=now + timedelta(days=6)) == 0
    assert services.remind_visits(at=now + timedelta(days=7)) == 2
    assert services.remind_visits(at=now + timedelta(days=8)) == 0
    told = Message.objects.filter(kind="visit.remind").order_by("pk")
    assert {one.user.username for one in told} == {"handler", "clerk"}
    assert told[0].title == f"还有 1 处没有检查：{campaign}"


def test_nobody_when_all_is_done(cast):
    campaign = running(cast)
    for visit in campaign.visits.all():
        services.submit_visit(
            visit, cast.handler, answers={item.pk: services.Told("pass") for item in campaign.items.all()}
        )
    assert services.remind_visits(at=timezone.now() + timedelta(days=9)) == 0
