"""When a message leaves the house: urgent at once, others not at night, reminders once a day in one letter."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.periods import SHANGHAI
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify import delivery, services
from hezhang.core.notify.choices import Pace
from hezhang.core.notify.models import Outbox, SendingHours
from hezhang.core.notify.rules import Hours, leaves_at

# National Day 2026: off from the 1st (a Thursday) to the 7th; Saturday the 10th is worked.
CALENDAR = Calendar(
    {datetime(2026, 10, day).date(): "off" for day in range(1, 8)} | {datetime(2026, 10, 10).date(): "work"}
)


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("pace", "told", "leaves"),
    [
        (Pace.URGENT, "10-03T02:30", "10-03T02:30"),
        (Pace.SOON, "09-30T12:00", "09-30T12:00"),
        (Pace.SOON, "09-30T07:59", "09-30T08:00"),
        (Pace.SOON, "09-30T20:00", "10-01T08:00"),
        (Pace.SOON, "10-03T12:00", "10-03T12:00"),
        (Pace.DIGEST, "09-30T00:05", "09-30T09:00"),
        (Pace.DIGEST, "09-30T09:00", "09-30T09:00"),
        (Pace.DIGEST, "09-30T09:01", "10-08T09:00"),
        (Pace.DIGEST, "10-09T17:00", "10-10T09:00"),
        (Pace.DIGEST, "10-10T17:00", "10-12T09:00"),
    ],
)
def test_when_it_leaves(pace, told, leaves):
    assert leaves_at(pace, at(told), Hours(), CALENDAR) == at(leaves)


@pytest.mark.clock("2026-11-25T08:00")
def test_a_day_is_one_letter(cast, gateway):
    for number in range(12):
        who = cast.handler if number == 11 else cast.clerk
        services.tell(who.user_id, kind="issue.remind", title=f"事 {number}", key=f"k{number}", pace=Pace.DIGEST)
    assert delivery.drain() == 0
    nine = timezone.now() + timedelta(hours=1)
    assert delivery.drain(at=nine) == 12
    first, second = gateway.bodies
    assert first["text"].startswith("您有 11 条待看的提醒：\n1. 事 0\n") and first["text"].endswith(
        "另有 3 条，请登录查看。"
    )
    assert (first["url"], second["text"]) == ("/messages/", "事 11")
    assert set(Outbox.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.clock("2026-11-25T09:00")
def test_a_digest_that_was_refused_comes_back_whole_and_takes_the_new_ones_along(cast, gateway):
    for number in range(2):
        services.tell(cast.clerk.user_id, kind="x", title=f"事 {number}", key=f"k{number}", pace=Pace.DIGEST)
    gateway.answer = 500
    assert delivery.drain() == 0
    assert set(Outbox.objects.values_list("state", "attempts", "bundle")) == {("pending", 1, None)}
    gateway.answer = 200
    services.tell(cast.clerk.user_id, kind="x", title="事 2", key="k2", pace=Pace.DIGEST)
    assert delivery.drain(at=timezone.now() + timedelta(minutes=1)) == 3
    assert [body["text"].count("事") for body in gateway.bodies] == [2, 3]


@pytest.mark.clock("2026-11-25T09:00")
def test_nobody_knows_of_a_digest_that_hung(cast, gateway, impatient):
    gateway.answer = "hang"
    for number in range(2):
        services.tell(cast.clerk.user_id, kind="x", title=f"事 {number}", key=f"k{number}", pace=Pace.DIGEST)
    delivery.drain()
    delivery.drain(at=timezone.now() + timedelta(days=1))
    assert set(Outbox.objects.values_list("state", flat=True)) == {"unknown"} and len(gateway.bodies) == 1


@pytest.mark.clock("2026-11-25T22:00")
def test_the_office_sets_the_hours(cast, gateway, enter):
    row = SendingHours.objects.get()
    url = reverse("web:edit_setting", args=["sending_hours", row.pk])
    seen = enter(cast.system_admin).get(url).context["form"]["seen"].value()
    hours = {"first_hour": 7, "last_hour": 21, "digest_hour": 22, "seen": seen}
    wrong = enter(cast.system_admin).post(url, hours)
    assert wrong.status_code == 422 and "每日汇总须在最早与最晚之间" in wrong.content.decode()
    assert enter(cast.system_admin).post(url, hours | {"last_hour": 23}).status_code == 302
    services.tell(cast.clerk.user_id, kind="x", title="事", key="k")
    assert Outbox.objects.get().next_try_at == timezone.now()
